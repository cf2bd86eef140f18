"use client";

import { Anchor, Group, Table, Text } from "@mantine/core";
import Link from "next/link";
import type { FailureGroup } from "#lib/admin/admin.types.ts";
import { admin as adminWords } from "../../messages/admin.ts";
import { Moment } from "../../moment.tsx";
import { StackCell, type StackColumn } from "../../stack-table.tsx";
import { CancelAll } from "../bulk/cancel-all.tsx";
import { RetryAll } from "../bulk/retry-all.tsx";
import { CountLink } from "../count-link.tsx";
import { jobsHref, tasksHref } from "../job-links.ts";

const { failures: words, tasks } = adminWords;

export const FAILURE_COLUMNS = {
  reason: { label: words.reason },
  where: { label: words.where },
  tasks: { label: words.tasks, isNumber: true },
  jobs: { label: words.jobs, isNumber: true },
  openJobs: { label: words.openJobs, isNumber: true },
  retryableJobs: { label: words.retryableJobs, hint: words.retryableHint, isNumber: true },
  newest: { label: words.newest },
  actions: { label: words.actions, isHidden: true },
} as const satisfies Record<string, StackColumn>;

/** One reason. What can be done to all of its jobs stands last, one button beside another. */
export function FailureRow({
  failure,
  hours,
  onChanged,
}: {
  failure: FailureGroup;
  hours: number;
  onChanged: () => void;
}) {
  const { provider, kind, reason, message, openJobs, retryableJobs } = failure;
  const filter = { provider, kind, reason, hours };
  return (
    <Table.Tr data-failure={reason}>
      <Table.Th scope="row">
        <div>
          <Text size="sm" fw={600}>
            {reason.replaceAll("_", " ")}
          </Text>
          {message !== null && (
            <Text size="xs" c="dimmed" fw={400} lineClamp={2} title={message}>
              {message}
            </Text>
          )}
        </div>
      </Table.Th>
      <StackCell of={FAILURE_COLUMNS.where}>
        {provider}, {tasks.kinds[kind].toLowerCase()}
      </StackCell>
      <StackCell of={FAILURE_COLUMNS.tasks}>
        <CountLink
          value={failure.tasks}
          href={tasksHref({ ...filter, state: "failed" })}
          label={words.tasks}
        />
      </StackCell>
      <StackCell of={FAILURE_COLUMNS.jobs}>
        <CountLink value={failure.jobs} href={jobsHref(filter)} label={words.jobs} />
      </StackCell>
      <StackCell of={FAILURE_COLUMNS.openJobs}>
        <CountLink value={openJobs} href={jobsHref({ ...filter, state: "open" })} label={words.openJobs} />
      </StackCell>
      <StackCell of={FAILURE_COLUMNS.retryableJobs}>
        <CountLink
          value={retryableJobs}
          href={jobsHref({ ...filter, state: "retryable" })}
          label={words.retryableJobs}
        />
      </StackCell>
      <StackCell of={FAILURE_COLUMNS.newest}>
        <Anchor component={Link} href={`/admin/jobs/${failure.newestJobId}`} size="sm">
          <Moment at={failure.newestAt} />
        </Anchor>
      </StackCell>
      <StackCell of={FAILURE_COLUMNS.actions}>
        <Group gap="xs" justify="flex-end" w="100%">
          <RetryAll filter={filter} count={retryableJobs} onDone={onChanged} />
          <CancelAll filter={filter} count={openJobs} onDone={onChanged} />
        </Group>
      </StackCell>
    </Table.Tr>
  );
}
