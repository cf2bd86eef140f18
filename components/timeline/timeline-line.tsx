"use client";

import { Badge, Table, Text } from "@mantine/core";
import type { CallEntry, JobEvent, TaskEntry, TimelineEntry } from "#lib/search-engine/timeline.types.ts";
import { elapsed } from "../format.ts";
import { useFormats } from "../locale.tsx";
import { run } from "../messages/run.ts";
import { timeline as words } from "../messages/timeline.ts";
import { outcomeText } from "./outcome-text.ts";
import { taskName } from "./task-name.ts";
import { STATE_COLORS } from "./task-state-colors.ts";

export function TimelineLine({ entry }: { entry: TimelineEntry }) {
  const { time, dateTime } = useFormats();
  return (
    <Table.Tr data-entry={entry.type}>
      <Table.Td className="tabular" style={{ whiteSpace: "nowrap" }}>
        <time dateTime={entry.at} title={dateTime(entry.at)}>
          {time(entry.at)}
        </time>
      </Table.Td>
      {entry.type === "job" && <JobCells event={entry} />}
      {entry.type === "task" && <TaskCells task={entry} />}
      {entry.type === "call" && <CallCells call={entry} />}
    </Table.Tr>
  );
}

function JobCells({ event }: { event: JobEvent }) {
  const text =
    event.event === "asked"
      ? words.events.asked(event.by)
      : event.event === "ended"
        ? words.events.ended(event.status === null ? "" : run.phases[event.status])
        : words.events[event.event];
  return (
    <Table.Td colSpan={4} fw={650}>
      {text}
    </Table.Td>
  );
}

function TaskCells({ task }: { task: TaskEntry }) {
  const { exact, time } = useFormats();
  const took =
    task.startedAt !== null && task.finishedAt !== null
      ? elapsed(Date.parse(task.startedAt), Date.parse(task.finishedAt))
      : "";
  const notes = [
    task.attempts > 1 ? words.attempts(exact(task.attempts)) : null,
    task.wait &&
      (task.wait.until === null
        ? words.waits(task.wait.reason)
        : words.waitsUntil(task.wait.reason, time(task.wait.until))),
    task.error?.message ?? null,
    task.closedFor && words.closedFor(task.closedFor),
    task.worker && words.worker(task.worker),
  ].filter(Boolean);
  return (
    <>
      <Table.Td>{taskName(task, exact)}</Table.Td>
      <Table.Td>
        <Badge size="sm" radius="sm" variant="light" tt="none" color={STATE_COLORS[task.state]}>
          {words.taskStates[task.state]}
        </Badge>
        {notes.length > 0 && (
          <Text size="xs" c={task.error === null ? "dimmed" : "red"}>
            {notes.join(" · ")}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="numeric">{took}</Table.Td>
      <Table.Td className="numeric">{task.cost > 0 && exact(task.cost)}</Table.Td>
    </>
  );
}

function CallCells({ call }: { call: CallEntry }) {
  const { exact } = useFormats();
  const isFine = call.outcome === "ok" || call.outcome === "started";
  return (
    <>
      <Table.Td c="dimmed" ps="xl">
        {words.call(call.action, call.reason)}
      </Table.Td>
      <Table.Td c={isFine ? "dimmed" : "red"}>
        {outcomeText(call.outcome)}
        {call.status !== null && !isFine && ` · ${words.http(String(call.status))}`}
      </Table.Td>
      <Table.Td className="numeric" c="dimmed">
        {call.durationMs !== null && `${exact(call.durationMs)} ms`}
      </Table.Td>
      <Table.Td className="numeric" c="dimmed">
        {call.cost > 0 && exact(call.cost)}
      </Table.Td>
    </>
  );
}
