"use client";

import { Alert, Button, EmptyState, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconHistory } from "@tabler/icons-react";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { search as searchWords } from "../../messages/search.ts";
import { useClock } from "../../use-clock.ts";
import { groupRuns } from "./group-runs.ts";
import styles from "./recent.module.css";
import { RunLine } from "./run-line.tsx";

const { recent: words } = searchWords;
const SKELETON_LINES = [0, 1, 2, 3];
const LINES_MAX = 8;

/** The newest searches of the account, whoever of it began them; those of one run together. */
export function RecentSearches({
  jobs,
  error,
  onAskAgain,
  platformNames,
}: {
  /** Newest first; null while they are not here. */
  jobs: readonly JobSummary[] | null;
  error: Error | undefined;
  onAskAgain: () => void;
  platformNames: Readonly<Record<string, string>>;
}) {
  return (
    <section aria-labelledby="recent-title">
      <Title order={2} size="h3" mb="xs" id="recent-title">
        {words.title}
      </Title>
      {error && (
        <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} mb="xs">
          <Group justify="space-between">
            <Text size="sm">{jobs === null ? words.failed(error.message) : words.stale(error.message)}</Text>
            <Button size="xs" variant="default" onClick={onAskAgain}>
              {words.again}
            </Button>
          </Group>
        </Alert>
      )}
      <Paper withBorder className={styles.paper}>
        {jobs === null ? !error && <Loading /> : <Runs jobs={jobs} platformNames={platformNames} />}
      </Paper>
    </section>
  );
}

function Runs({
  jobs,
  platformNames,
}: {
  jobs: readonly JobSummary[];
  platformNames: Readonly<Record<string, string>>;
}) {
  const nowMs = useClock(true);
  if (jobs.length === 0) {
    return (
      <EmptyState
        size="sm"
        p="lg"
        icon={<IconHistory aria-hidden />}
        title={words.empty}
        description={words.emptyText}
      />
    );
  }
  return (
    <ul className={styles.list}>
      {groupRuns(jobs)
        .slice(0, LINES_MAX)
        .map((run) => (
          <RunLine key={run.runId} run={run} platformNames={platformNames} nowMs={nowMs} />
        ))}
    </ul>
  );
}

function Loading() {
  return (
    <div className={styles.list} aria-busy>
      <span className="visually-hidden">{words.loading}</span>
      {SKELETON_LINES.map((line) => (
        <Stack key={line} className={styles.line} aria-hidden>
          <Skeleton h={16} w="70%" />
          <Skeleton h={20} radius="xl" />
          <Skeleton h={14} />
          <Skeleton h={14} />
        </Stack>
      ))}
    </div>
  );
}
