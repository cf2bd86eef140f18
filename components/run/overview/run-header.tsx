"use client";

import { Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { isTerminal, type JobStatus } from "#lib/search-engine/job-status.types.ts";
import type { JobProgress, JobSummary } from "#lib/search-engine/types.ts";
import { elapsed } from "../../format.ts";
import { useFormats } from "../../locale.tsx";
import { run } from "../../messages/run.ts";
import { useClock } from "../../use-clock.ts";
import { Counts } from "./counts.tsx";
import { PhaseBadge } from "./phase-badge.tsx";

const KEYWORDS_SHOWN = 4;

/** What was asked, how far it is, and what it cost. */
export function RunHeader({
  jobs,
  keywords,
  status,
  progress,
  details,
  actions,
}: {
  jobs: readonly JobSummary[];
  keywords: readonly string[];
  status: JobStatus;
  progress: JobProgress;
  /** One sentence on what is happening; a search's own where there is just one. */
  details: string | null;
  actions: ReactNode;
}) {
  const { exact } = useFormats();
  const hasEnded = isTerminal(status);
  const now = useClock(!hasEnded);
  const begunAt = Math.min(...jobs.map((job) => Date.parse(job.createdAt)));
  const ends = jobs.map((job) => (job.finishedAt === null ? now : Date.parse(job.finishedAt)));
  const endedAt = ends.every((end) => end !== null) ? Math.max(...ends) : null;
  const charged = jobs.reduce((sum, { allowance }) => sum + allowance.charged - allowance.refunded, 0);
  const isSettled = jobs.every((job) => job.finishedAt !== null);
  const percent = hasEnded ? 100 : progress.percent;
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={run.progress} data-status={status}>
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start" wrap="wrap" gap="xs">
          <Group gap="sm" align="center" miw={0}>
            <Title order={1} size="h2" title={keywords.join(", ")}>
              {keywords.slice(0, KEYWORDS_SHOWN).join(", ")}
              {keywords.length > KEYWORDS_SHOWN && ` +${exact(keywords.length - KEYWORDS_SHOWN)}`}
            </Title>
            <PhaseBadge status={status} size="lg" />
          </Group>
          <Group gap="xs">{actions}</Group>
        </Group>
        {details !== null && <Text size="sm">{details}</Text>}
        <Progress value={percent} size="sm" color={colorOf(status)} aria-label={run.progress} />
        <Group justify="space-between" gap="xs">
          <Counts progress={progress} />
          <Text size="sm" c="dimmed" className="tabular">
            {endedAt !== null &&
              (hasEnded
                ? run.time.took(elapsed(begunAt, endedAt))
                : run.time.elapsed(elapsed(begunAt, endedAt)))}
            {isSettled && ` · ${run.charged(exact(charged))}`}
          </Text>
        </Group>
      </Stack>
    </Paper>
  );
}

function colorOf(status: JobStatus): string {
  if (status === "error") return "red";
  if (status === "partial") return "yellow";
  return status === "cancelled" ? "gray" : "tide";
}
