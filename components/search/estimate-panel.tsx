"use client";

import { List, Progress, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { ApiError } from "../api-client.ts";
import { useFormats } from "../locale.tsx";
import { search as searchWords } from "../messages/search.ts";
import { useAnnouncement } from "../use-announcement.ts";
import { estimateNotes, estimateParts, type RunEstimate } from "./estimate-text.ts";
import { isFieldError } from "./field-error.ts";
import styles from "./search.module.css";

const { estimate: words } = searchWords;
const PERCENT = 100;
/** Less would not be seen. */
const PERCENT_MIN = 1.5;

export interface EstimateView {
  run: RunEstimate | null;
  error: ApiError | null;
  isAsking: boolean;
}

/** What the form as it stands would take. It informs: whatever it says or fails to say, the search can be sent. */
export function EstimatePanel({
  estimate,
  missing,
  nameOf,
}: {
  estimate: EstimateView;
  /** What is still to be filled in before anything can be foreseen. */
  missing: "keywords" | "platforms" | null;
  nameOf: (platform: string) => string;
}) {
  return (
    <section aria-labelledby="estimate-title">
      <Title order={2} size="h3" mb="xs" id="estimate-title">
        {words.title}
      </Title>
      <div
        aria-busy={estimate.isAsking}
        className={styles.estimate}
        data-foreseeable={missing === null || undefined}
      >
        <Content estimate={estimate} missing={missing} nameOf={nameOf} />
      </div>
    </section>
  );
}

function Content({ estimate, missing, nameOf }: Parameters<typeof EstimatePanel>[0]) {
  const { run, error, isAsking } = estimate;
  if (missing !== null) {
    return (
      <Text size="sm" c="dimmed">
        {missing === "keywords" ? words.none : words.noPlatform}
      </Text>
    );
  }
  if (error) {
    return (
      <Text size="sm">
        {isFieldError(error) ? words.marked : `${words.failed(error.message)} ${words.failedNote}`}
      </Text>
    );
  }
  if (run) return <Foreseen run={run} nameOf={nameOf} isStale={isAsking} />;
  return (
    <Stack gap="xs" aria-hidden>
      <Skeleton h={28} w="70%" />
      <Skeleton h={8} />
      <Skeleton h={14} w="90%" />
      <Skeleton h={14} w="60%" />
    </Stack>
  );
}

function Foreseen({
  run,
  nameOf,
  isStale,
}: {
  run: RunEstimate;
  nameOf: (platform: string) => string;
  isStale: boolean;
}) {
  const formats = useFormats();
  const parts = estimateParts(run, nameOf, formats);
  const notes = estimateNotes(run, nameOf, formats);
  const announcement = useAnnouncement(parts ? `${parts.creators} ${parts.ofLeft}` : words.nothing);
  const renewsAt = run.allowed[0]?.allowance.renewsAt;
  return (
    <Stack gap="xs" className={styles.foreseen} data-stale={isStale || undefined}>
      {parts ? (
        <>
          <Text size="xl" fw={650} lh={1.2}>
            {parts.creators}
          </Text>
          <Text size="sm">
            {parts.ofLeft}
            {renewsAt && ` (${words.renews(formats.date(renewsAt))})`}
          </Text>
          <Progress
            aria-hidden
            value={Math.max(PERCENT_MIN, (parts.creatorsMax / Math.max(1, parts.available)) * PERCENT)}
            color="coral"
            size="sm"
          />
          {parts.each !== null && <Text size="sm">{parts.each}</Text>}
          <Text size="sm" c="dimmed">
            {words.charged}
          </Text>
          <Text size="sm" c="dimmed">
            {sentence(parts.calls)}
          </Text>
        </>
      ) : (
        <Text fw={600}>{words.nothing}</Text>
      )}
      <Notes notes={notes} />
      <span className="visually-hidden" role="status">
        {announcement}
      </span>
    </Stack>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <List size="sm" spacing={6} icon={<IconInfoCircle size={16} aria-hidden />} className={styles.notes}>
      {notes.map((note) => (
        <List.Item key={note}>{note}</List.Item>
      ))}
    </List>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
