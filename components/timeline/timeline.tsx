"use client";

import { Button, Group, Pill, ScrollArea, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import type { TimelineEntry } from "#lib/search-engine/timeline.types.ts";
import { LinesSkeleton, LoadError } from "../load-state.tsx";
import { useFormats } from "../locale.tsx";
import { timeline as words } from "../messages/timeline.ts";
import { TimelineLine } from "./timeline-line.tsx";
import { useTimeline } from "./use-timeline.ts";
import { SHOWN, useTimelineChoice } from "./use-timeline-choice.ts";

const ALL = "all";

/** What happened to a job: its turns, its tasks with attempts and waits, every call and what it cost. */
export function Timeline({
  path,
  asOfMs,
}: {
  /** Of the route that tells it. */
  path: string;
  /** When what stands around it was read: then it is read anew, too. Left out, it is followed by itself. */
  asOfMs?: number | null;
}) {
  const choice = useTimelineChoice();
  const { data, error, isValidating, size, setSize, mutate } = useTimeline(path, choice, asOfMs);
  const entries = data?.flatMap((page) => page.entries);
  return (
    <Stack gap="sm">
      <TimelineHead choice={choice} cost={data?.[0]?.cost} />
      {error && <LoadError error={error} isAsking={isValidating} onRetry={() => void mutate()} />}
      {!entries && !error && <LinesSkeleton lines={10} heightPx={36} />}
      {entries && <TimelineTable entries={entries} />}
      {data?.at(-1)?.nextCursor && (
        <Button
          variant="default"
          size="sm"
          mx="auto"
          disabled={isValidating}
          onClick={() => void setSize(size + 1)}
        >
          {words.more}
        </Button>
      )}
    </Stack>
  );
}

function TimelineHead({
  choice: { show, kind, state, isNarrow, choose },
  cost,
}: {
  choice: ReturnType<typeof useTimelineChoice>;
  cost: { calls: number; credits: number } | undefined;
}) {
  const { exact } = useFormats();
  const chosen = [
    kind && words.kinds[kind],
    state && (state === "open" ? words.open : words.taskStates[state]),
  ].filter(Boolean);
  return (
    <Group justify="space-between">
      <Text size="sm" fw={600}>
        {cost && words.cost(exact(cost.calls), exact(cost.credits))}
      </Text>
      <Group gap="xs">
        {isNarrow && (
          <Pill withRemoveButton onRemove={() => choose("tasks")}>
            {words.chosen(chosen.join(", "))}
          </Pill>
        )}
        <SegmentedControl
          size="xs"
          aria-label={words.only.label}
          value={show ?? ALL}
          data={([ALL, ...SHOWN] as const).map((value) => ({ value, label: words.only[value] }))}
          onChange={(value) => choose(SHOWN.find((known) => known === value) ?? null)}
        />
      </Group>
    </Group>
  );
}

function TimelineTable({ entries }: { entries: readonly TimelineEntry[] }) {
  if (entries.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {words.none}
      </Text>
    );
  }
  return (
    <ScrollArea viewportProps={{ tabIndex: 0 }}>
      <Table verticalSpacing={6} fz="sm" miw={680} aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.columns.at}</Table.Th>
            <Table.Th>{words.columns.what}</Table.Th>
            <Table.Th>{words.columns.state}</Table.Th>
            <Table.Th className="numeric">{words.columns.took}</Table.Th>
            <Table.Th className="numeric">{words.columns.cost}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <TimelineLine key={keyOf(entry)} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function keyOf(entry: TimelineEntry): string {
  if (entry.type === "task") return entry.taskId;
  return entry.type === "call" ? entry.callId : `${entry.event}:${entry.at}`;
}
