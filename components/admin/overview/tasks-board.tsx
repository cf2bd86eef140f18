"use client";

import { Stack, Table } from "@mantine/core";
import type { TaskBoard } from "#lib/admin/admin.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin } from "../../messages/admin.ts";
import { StackCell, StackTable } from "../../stack-table.tsx";
import { CountLink } from "../count-link.tsx";
import { tasksHref } from "../job-links.ts";
import { durationText, spanText } from "../spans.ts";
import { Board } from "./board.tsx";
import { Part } from "./part.tsx";

const HOUR = 1;
const { tasks: words } = admin;
const KIND = { label: words.kind };
const STATE = { label: words.state };
const COUNT = { label: words.count, isNumber: true };
const DUE = { label: words.due, hint: words.dueHint, isNumber: true };
const OLDEST_DUE = { label: words.oldestDue, isNumber: true };
const DONE = { label: words.done, isNumber: true };
const FAILED = { label: words.failed, isNumber: true };
const CANCELLED = { label: words.cancelled, isNumber: true };
const ENDS = [
  { state: "done", column: DONE },
  { state: "failed", column: FAILED },
  { state: "cancelled", column: CANCELLED },
] as const;
const PER_5 = { label: admin.jobs.perMinute5, hint: admin.jobs.rateHint, isNumber: true };
const PER_60 = { label: admin.jobs.perMinute60, hint: admin.jobs.rateHint, isNumber: true };
const P50 = { label: words.p50, hint: words.durationHint, isNumber: true };
const P95 = { label: words.p95, hint: words.durationHint, isNumber: true };

/** Tasks by kind: what waits and runs, and how much and how fast was done. */
export function TasksBoard({ tasks }: { tasks: TaskBoard }) {
  const { exact } = useFormats();
  return (
    <Board id="tasks" title={words.title}>
      <Stack gap="md">
        <Part title={words.open} isEmpty={tasks.open.length === 0} empty={words.noneOpen}>
          <StackTable label={words.open} columns={[KIND, STATE, COUNT, DUE, OLDEST_DUE]}>
            {tasks.open.map(({ kind, state, count, due, oldestDueSeconds }) => (
              <Table.Tr key={`${kind}:${state}`}>
                <Table.Th scope="row">{words.kinds[kind]}</Table.Th>
                <StackCell of={STATE}>{words.states[state]}</StackCell>
                <StackCell of={COUNT}>
                  <CountLink
                    value={count}
                    href={tasksHref({ kind, state })}
                    label={words.states[state] ?? state}
                  />
                </StackCell>
                <StackCell of={DUE}>
                  <CountLink value={due} href={tasksHref({ kind, state: "due" })} label={words.due} />
                </StackCell>
                <StackCell of={OLDEST_DUE}>
                  {oldestDueSeconds === null ? admin.none : spanText(oldestDueSeconds, exact)}
                </StackCell>
              </Table.Tr>
            ))}
          </StackTable>
        </Part>
        <Part title={words.finished} isEmpty={tasks.finished.length === 0} empty={words.noneFinished}>
          <StackTable
            label={words.finished}
            columns={[KIND, DONE, FAILED, CANCELLED, PER_5, PER_60, P50, P95]}
          >
            {tasks.finished.map((task) => (
              <Table.Tr key={task.kind}>
                <Table.Th scope="row">{words.kinds[task.kind]}</Table.Th>
                {ENDS.map(({ state, column }) => (
                  <StackCell key={state} of={column}>
                    <CountLink
                      value={task[state]}
                      href={tasksHref({ kind: task.kind, state, hours: HOUR })}
                      label={column.label}
                    />
                  </StackCell>
                ))}
                <StackCell of={PER_5}>{exact(task.perMinute5)}</StackCell>
                <StackCell of={PER_60}>{exact(task.perMinute60)}</StackCell>
                <StackCell of={P50}>{durationText(task.p50Ms, exact)}</StackCell>
                <StackCell of={P95}>{durationText(task.p95Ms, exact)}</StackCell>
              </Table.Tr>
            ))}
          </StackTable>
        </Part>
      </Stack>
    </Board>
  );
}
