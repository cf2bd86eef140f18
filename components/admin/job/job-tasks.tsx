"use client";

import { Table, Text } from "@mantine/core";
import type { AdminJobAnswer, TaskKind } from "#lib/admin/admin.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { StackCell, StackTable } from "../../stack-table.tsx";
import { Board } from "../overview/board.tsx";

const STATES = ["pending", "parked", "running", "done", "failed", "cancelled"];
const { job: words, tasks: taskWords } = adminWords;
const KIND = { label: words.kind };
const SUM = { label: words.sum, isNumber: true };
const columnOf = (state: string) => ({ label: taskWords.states[state] ?? state, isNumber: true });

/** How many tasks of each kind are in each state. */
export function JobTasks({ tasks }: Pick<AdminJobAnswer, "tasks">) {
  const { exact } = useFormats();
  const kinds = [...new Set(tasks.map(({ kind }) => kind))];
  const count = (kind: TaskKind, state?: string) =>
    tasks
      .filter((task) => task.kind === kind && (state === undefined || task.state === state))
      .reduce((sum, task) => sum + task.count, 0);
  return (
    <Board id="job-tasks" title={words.tasks}>
      {kinds.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.noTasks}
        </Text>
      ) : (
        <StackTable label={words.tasks} columns={[KIND, ...STATES.map(columnOf), SUM]}>
          {kinds.map((kind) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row">{taskWords.kinds[kind]}</Table.Th>
              {STATES.map((state) => (
                <StackCell key={state} of={columnOf(state)}>
                  {exact(count(kind, state))}
                </StackCell>
              ))}
              <StackCell of={SUM}>{exact(count(kind))}</StackCell>
            </Table.Tr>
          ))}
        </StackTable>
      )}
    </Board>
  );
}
