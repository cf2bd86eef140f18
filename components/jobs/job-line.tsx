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
import { useMinute } from "../use-minute.ts";
import { AgainButton } from "./again-button.tsx";
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
      <Table.Td>
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
        <Text size="xs" c="dimmed">
          {[
            platform,
            job.retryOf !== null && words.retryOf,
            job.runAgainOf !== null && words.againOf,
            job.campaignName !== null && words.inCampaign(job.campaignName),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      </Table.Td>
      <Table.Td>
        <Stack gap={4} w={150}>
          <PhaseBadge status={status} size="sm" />
          {!hasEnded && <Progress value={progress.percent} size="xs" aria-label={runWords.progress} />}
          {progress.placeInLine !== undefined && (
            <Text size="xs" c="dimmed">
              {words.place(exact(progress.placeInLine))}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td className="numeric">
        {exact(progress.creatorsFound)}
        <Text span size="xs" c="dimmed">
          {" "}
          / {exact(progress.targetResults)}
        </Text>
      </Table.Td>
      <Table.Td className="numeric">{exact(progress.emailsFound)}</Table.Td>
      <Table.Td className="numeric">{exact(job.cost)}</Table.Td>
      <Table.Td>{job.userName}</Table.Td>
      <Table.Td title={dateTime(job.createdAt)}>{ago(job.createdAt, nowMs)}</Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          {hasEnded ? (
            <>
              <RetryButton jobId={job.jobId} canRetry={job.canRetry} onDone={onChange} />
              <AgainButton jobIds={[job.jobId]} />
            </>
          ) : (
            <CancelButton jobIds={[job.jobId]} label={words.acts.stop(name)} isSmall onCancelled={onChange} />
          )}
          {job.runAgainOf !== null && (
            <Anchor component={Link} href={`/search/${job.runId}/compare`} size="xs">
              {words.acts.compare}
            </Anchor>
          )}
          <Anchor component={Link} href={`/jobs/${job.jobId}`} size="xs">
            {words.acts.timeline}
          </Anchor>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
