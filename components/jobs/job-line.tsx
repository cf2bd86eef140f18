"use client";

import { Anchor, Group, Progress, Stack, Table, Text } from "@mantine/core";
import Link from "next/link";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { useFormats } from "../locale.tsx";
import { jobs as words } from "../messages/jobs.ts";
import { run as runWords } from "../messages/run.ts";
import { CancelButton } from "../run/cancel-button.tsx";
import { PhaseBadge } from "../run/overview/phase-badge.tsx";
import { StackCell } from "../stack-table.tsx";
import { useMinute } from "../use-minute.ts";
import { AgainButton } from "./again-button.tsx";
import { JOB_COLUMNS as of } from "./job-columns.ts";
import { RetryButton } from "./retry-button.tsx";

const KEYWORDS_SHOWN = 3;

export function JobLine({
  job,
  platform,
  onChange,
}: {
  job: JobSummary;
  platform: string;
  onChange: () => void;
}) {
  const { exact, ago, dateTime } = useFormats();
  const nowMs = useMinute();
  const { progress, status } = job;
  const hasEnded = isTerminal(status);
  const name = job.keywords.slice(0, KEYWORDS_SHOWN).join(", ");
  const rest = job.keywords.length - KEYWORDS_SHOWN;
  return (
    <Table.Tr data-job={job.jobId} data-status={status}>
      <Table.Th scope="row">
        <Anchor
          component={Link}
          href={`/search/${job.runId}`}
          fw={600}
          size="sm"
          title={job.keywords.join(", ")}
        >
          {name}
          {rest > 0 && ` +${exact(rest)}`}
        </Anchor>
        <Text size="xs" c="dimmed" fw={400}>
          {[
            platform,
            job.retryOf !== null && words.retryOf,
            job.runAgainOf !== null && words.againOf,
            job.campaignName !== null && words.inCampaign(job.campaignName),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      </Table.Th>
      <StackCell of={of.state}>
        <Stack gap={4} maw={150}>
          <PhaseBadge status={status} size="sm" />
          {!hasEnded && <Progress value={progress.percent} size="xs" aria-label={runWords.progress} />}
          {progress.placeInLine !== undefined && (
            <Text size="xs" c="dimmed">
              {words.place(exact(progress.placeInLine))}
            </Text>
          )}
        </Stack>
      </StackCell>
      <StackCell of={of.found}>
        {exact(progress.creatorsFound)}
        <Text span size="xs" c="dimmed">
          {" "}
          / {exact(progress.targetResults)}
        </Text>
      </StackCell>
      <StackCell of={of.emails}>{exact(progress.emailsFound)}</StackCell>
      <StackCell of={of.cost}>{exact(job.cost)}</StackCell>
      <StackCell of={of.by}>{job.userName}</StackCell>
      <StackCell of={of.when}>
        <time dateTime={job.createdAt} title={dateTime(job.createdAt)}>
          {ago(job.createdAt, nowMs)}
        </time>
      </StackCell>
      <StackCell of={of.acts}>
        <JobActs job={job} name={name} onChange={onChange} />
      </StackCell>
    </Table.Tr>
  );
}

function JobActs({ job, name, onChange }: { job: JobSummary; name: string; onChange: () => void }) {
  const { acts } = words;
  return (
    <Group gap={6}>
      {isTerminal(job.status) ? (
        <>
          <RetryButton jobId={job.jobId} canRetry={job.canRetry} onDone={onChange} />
          <AgainButton jobIds={[job.jobId]} />
        </>
      ) : (
        <CancelButton jobIds={[job.jobId]} label={acts.stop(name)} isSmall onCancelled={onChange} />
      )}
      {job.runAgainOf !== null && (
        <Anchor component={Link} href={`/search/${job.runId}/compare`} size="xs">
          {acts.compare}
        </Anchor>
      )}
      <Anchor component={Link} href={`/jobs/${job.jobId}`} size="xs">
        {acts.timeline}
      </Anchor>
    </Group>
  );
}
