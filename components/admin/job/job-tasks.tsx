"use client";

import { Table, Text } from "@mantine/core";
import type { AdminJobAnswer } from "#lib/admin/admin.types.ts";
import { TASK_STATES, type TaskKind, type TaskState } from "#lib/search-engine/task.types.ts";
import { admin as adminWords } from "../../messages/admin.ts";
import { StackCell, StackTable } from "../../stack-table.tsx";
import { CountLink } from "../count-link.tsx";
import { timelineHref } from "../job-links.ts";
import { Board } from "../overview/board.tsx";

const { job: words, tasks: taskWords } = adminWords;
const KIND = { label: words.kind };
const SUM = { label: words.sum, isNumber: true };
const columnOf = (state: TaskState) => ({ label: taskWords.states[state] ?? state, isNumber: true });

/** How many tasks of each kind are in each state. */
export function JobTasks({ jobId, tasks }: Pick<AdminJobAnswer, "tasks"> & { jobId: string }) {
  const kinds = [...new Set(tasks.map(({ kind }) => kind))];
  const count = (kind: TaskKind, state?: TaskState) =>
    tasks
      .filter((task) => task.kind === kind && (state === undefined || task.state === state))
      .reduce((sum, task) => sum + task.count, 0);
  const linkTo = (kind: TaskKind, state?: TaskState) => (
    <CountLink
      value={count(kind, state)}
      href={timelineHref(jobId, { kind, state })}
      label={[taskWords.kinds[kind], state && taskWords.states[state]].filter(Boolean).join(", ")}
    />
  );
  return (
    <Board id="job-tasks" title={words.tasks}>
      {kinds.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.noTasks}
        </Text>
      ) : (
        <StackTable label={words.tasks} columns={[KIND, ...TASK_STATES.map(columnOf), SUM]}>
          {kinds.map((kind) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row">{taskWords.kinds[kind]}</Table.Th>
              {TASK_STATES.map((state) => (
                <StackCell key={state} of={columnOf(state)}>
                  {linkTo(kind, state)}
                </StackCell>
              ))}
              <StackCell of={SUM}>{linkTo(kind)}</StackCell>
            </Table.Tr>
          ))}
        </StackTable>
      )}
    </Board>
  );
}
