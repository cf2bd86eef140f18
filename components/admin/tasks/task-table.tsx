"use client";

import { Anchor, Badge, Table, Text } from "@mantine/core";
import Link from "next/link";
import type { AdminTask } from "#lib/admin/task-rows.types.ts";
import { elapsed } from "../../format.ts";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { Moment } from "../../moment.tsx";
import { StackCell, StackTable } from "../../stack-table.tsx";
import { taskName } from "../../timeline/task-name.ts";
import { STATE_COLORS } from "../../timeline/task-state-colors.ts";
import { timelineHref } from "../job-links.ts";

const { taskList: words, tasks: taskWords } = adminWords;
const { columns } = words;
const TASK = { label: columns.task };
const STATE = { label: columns.state };
const ACCOUNT = { label: columns.account };
const PROVIDER = { label: columns.provider };
const ATTEMPTS = { label: columns.attempts, hint: words.attemptsHint, isNumber: true };
const WORKER = { label: columns.worker };
const TOOK = { label: columns.took, hint: taskWords.durationHint, isNumber: true };
const COST = { label: columns.cost, isNumber: true };
const MADE = { label: columns.made };

export function TaskTable({ tasks }: { tasks: readonly AdminTask[] }) {
  return (
    <StackTable
      label={words.title}
      columns={[TASK, STATE, ACCOUNT, PROVIDER, ATTEMPTS, WORKER, TOOK, COST, MADE]}
    >
      {tasks.map((task) => (
        <TaskRow key={task.taskId} task={task} />
      ))}
    </StackTable>
  );
}

function TaskRow({ task }: { task: AdminTask }) {
  const { exact } = useFormats();
  const { startedAt, finishedAt } = task;
  return (
    <Table.Tr data-task={task.taskId} data-state={task.state}>
      <Table.Th scope="row">
        <Anchor
          component={Link}
          href={timelineHref(task.jobId, { kind: task.kind, state: task.state })}
          size="sm"
          fw={600}
        >
          {taskName(task, exact)}
        </Anchor>
      </Table.Th>
      <StackCell of={STATE}>
        <div>
          <Badge size="sm" radius="sm" variant="light" tt="none" color={STATE_COLORS[task.state]}>
            {taskWords.states[task.state]}
          </Badge>
          {task.error !== null && (
            <Text size="xs" c="dimmed" lineClamp={2} title={task.error}>
              {task.error}
            </Text>
          )}
        </div>
      </StackCell>
      <StackCell of={ACCOUNT}>{task.accountName}</StackCell>
      <StackCell of={PROVIDER}>{task.provider}</StackCell>
      <StackCell of={ATTEMPTS}>{exact(task.attempts)}</StackCell>
      <StackCell of={WORKER}>{task.worker ?? words.nobody}</StackCell>
      <StackCell of={TOOK}>
        {startedAt !== null && finishedAt !== null
          ? elapsed(Date.parse(startedAt), Date.parse(finishedAt))
          : words.notYet}
      </StackCell>
      <StackCell of={COST}>{exact(task.cost)}</StackCell>
      <StackCell of={MADE}>
        <Moment at={task.createdAt} />
      </StackCell>
    </Table.Tr>
  );
}
