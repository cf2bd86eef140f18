"use client";

import { Anchor, Table, Text } from "@mantine/core";
import Link from "next/link";
import type { AdminJob } from "#lib/admin/admin.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { run as runWords } from "../../messages/run.ts";
import { Moment } from "../../moment.tsx";
import { PhaseBadge } from "../../run/overview/phase-badge.tsx";
import { StackCell, StackTable } from "../../stack-table.tsx";
import { CountLink } from "../count-link.tsx";
import { timelineHref } from "../job-links.ts";

const KEYWORDS_SHOWN = 3;
const { list: words } = adminWords;
const { columns } = words;
const JOB = { label: columns.job };
const STATE = { label: columns.state };
const ACCOUNT = { label: columns.account };
const WHERE = { label: columns.where };
const FOUND = { label: columns.found, isNumber: true };
const FAILED = { label: columns.failed, isNumber: true };
const TASKS = { label: columns.tasks, isNumber: true };
const COST = { label: columns.cost, isNumber: true };
const MADE = { label: columns.made };

export function JobTable({
  jobs,
  platformNames,
  onAccount,
}: {
  jobs: readonly AdminJob[];
  platformNames: Readonly<Record<string, string>>;
  onAccount: (accountId: string) => void;
}) {
  return (
    <StackTable label={words.title} columns={[JOB, STATE, ACCOUNT, WHERE, FOUND, FAILED, TASKS, COST, MADE]}>
      {jobs.map((job) => (
        <JobRow
          key={job.jobId}
          job={job}
          platformName={platformNames[job.platform] ?? job.platform}
          onAccount={onAccount}
        />
      ))}
    </StackTable>
  );
}

function JobRow({
  job,
  platformName,
  onAccount,
}: {
  job: AdminJob;
  platformName: string;
  onAccount: (accountId: string) => void;
}) {
  const { exact } = useFormats();
  const more = job.keywords.length - KEYWORDS_SHOWN;
  const failed = job.creatorsFailed + job.keywordsFailed;
  return (
    <Table.Tr data-job={job.jobId} data-state={job.status}>
      <Table.Th scope="row">
        <Anchor
          component={Link}
          href={`/admin/jobs/${job.jobId}`}
          size="sm"
          fw={600}
          title={job.keywords.join(", ")}
        >
          {job.keywords.slice(0, KEYWORDS_SHOWN).join(", ")}
          {more > 0 && ` +${exact(more)}`}
        </Anchor>
      </Table.Th>
      <StackCell of={STATE}>
        <div>
          <PhaseBadge status={job.status} size="sm" />
          {job.cancelRequestedAt !== null && job.finishedAt === null && (
            <Text size="xs" c="dimmed">
              {words.asked}
            </Text>
          )}
          {job.error !== null && (
            <Text size="xs" c="dimmed" lineClamp={1} title={job.error}>
              {runWords.reason(job.error)}
            </Text>
          )}
        </div>
      </StackCell>
      <StackCell of={ACCOUNT}>
        <div>
          <Anchor
            component="button"
            type="button"
            size="sm"
            title={words.ofAccount(job.accountName)}
            onClick={() => onAccount(job.accountId)}
          >
            {job.accountName}
          </Anchor>
          <Text size="xs" c="dimmed">
            {job.userName}
          </Text>
        </div>
      </StackCell>
      <StackCell of={WHERE}>{platformName}</StackCell>
      <StackCell of={FOUND}>{words.foundOf(exact(job.creatorsFound), exact(job.targetResults))}</StackCell>
      <StackCell of={FAILED}>
        <CountLink value={failed} href={`/admin/jobs/${job.jobId}#counters`} label={columns.failed} />
      </StackCell>
      <StackCell of={TASKS}>
        <CountLink
          value={job.openTasks}
          href={timelineHref(job.jobId, { state: "open" })}
          label={columns.tasks}
        />
      </StackCell>
      <StackCell of={COST}>
        <CountLink value={job.cost} href={timelineHref(job.jobId, { show: "calls" })} label={columns.cost} />
      </StackCell>
      <StackCell of={MADE}>
        <Moment at={job.createdAt} />
      </StackCell>
    </Table.Tr>
  );
}
