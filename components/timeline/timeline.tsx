"use client";

import { Button, Group, ScrollArea, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import useSWRInfinite from "swr/infinite";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { TimelineAnswer, TimelineEntry } from "#lib/search-engine/timeline.types.ts";
import { getJson } from "../api-client.ts";
import { LinesSkeleton, LoadError } from "../load-state.tsx";
import { useFormats } from "../locale.tsx";
import { timeline as words } from "../messages/timeline.ts";
import { steadyRetry } from "../steady-retry.ts";
import { TimelineLine } from "./timeline-line.tsx";

const PAGE_ENTRIES = 200;
const LIVE_MS = 2_000;
const ONLY = ["all", "tasks", "calls"] as const;
type Only = (typeof ONLY)[number];

/** What happened to a job: its turns, its tasks with attempts and waits, every call and what it cost. */
export function Timeline({ path }: { path: string }) {
  const { exact } = useFormats();
  const [only, setOnly] = useState<Only>("all");
  const { data, error, isValidating, size, setSize, mutate } = useSWRInfinite<TimelineAnswer, Error>(
    (index, previous: TimelineAnswer | null) => {
      if (index > 0 && !previous?.nextCursor) return null;
      const cursor = previous?.nextCursor ? `&cursor=${encodeURIComponent(previous.nextCursor)}` : "";
      return `${path}?limit=${PAGE_ENTRIES}${cursor}`;
    },
    (asked: string) => getJson<TimelineAnswer>(asked),
    {
      refreshInterval: (pages) => (pages?.[0] && isTerminal(pages[0].status) ? 0 : LIVE_MS),
      revalidateAll: true,
      ...steadyRetry,
    },
  );
  const entries = (data ?? []).flatMap((page) => page.entries).filter((entry) => isWanted(entry, only));
  const first = data?.[0];
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {first && words.cost(exact(first.cost.calls), exact(first.cost.credits))}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={words.only.label}
          value={only}
          data={ONLY.map((value) => ({ value, label: words.only[value] }))}
          onChange={(value) => setOnly(ONLY.find((known) => known === value) ?? "all")}
        />
      </Group>
      {error && <LoadError error={error} isAsking={isValidating} onRetry={() => void mutate()} />}
      {!data && !error && <LinesSkeleton lines={10} heightPx={36} />}
      {data && (
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
      )}
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

function isWanted({ type }: TimelineEntry, only: Only): boolean {
  if (only === "all" || type === "job") return true;
  return only === (type === "task" ? "tasks" : "calls");
}

function keyOf(entry: TimelineEntry): string {
  if (entry.type === "task") return entry.taskId;
  return entry.type === "call" ? entry.callId : `${entry.event}:${entry.at}`;
}
