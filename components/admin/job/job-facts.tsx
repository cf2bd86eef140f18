"use client";

import { Alert, Anchor, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";
import type { AdminJob } from "#lib/admin/admin.types.ts";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { run as runWords } from "../../messages/run.ts";
import { Moment } from "../../moment.tsx";
import { PhaseBadge } from "../../run/overview/phase-badge.tsx";
import styles from "../facts.module.css";
import { jobsHref, timelineHref } from "../job-links.ts";

const { job: words, list } = adminWords;

/** Whose it is, what was asked, how far it is, and its moments. */
export function JobFacts({
  job,
  platformName,
  isOwnAccount,
  actions,
}: {
  job: AdminJob;
  platformName: string;
  isOwnAccount: boolean;
  actions: ReactNode;
}) {
  const { exact } = useFormats();
  const moment = (at: string | null, otherwise: string) => (at === null ? otherwise : <Moment at={at} />);
  const facts: { name: string; value: ReactNode }[] = [
    { name: list.columns.found, value: list.foundOf(exact(job.creatorsFound), exact(job.targetResults)) },
    {
      name: words.cost,
      value: (
        <Anchor component={Link} href={timelineHref(job.jobId, { show: "calls" })} inherit>
          {words.credits(exact(job.cost))}
        </Anchor>
      ),
    },
    { name: words.made, value: moment(job.createdAt, words.notYet) },
    { name: words.started, value: moment(job.startedAt, words.notYet) },
    { name: words.ended, value: moment(job.finishedAt, words.notYet) },
    { name: words.askedToEnd, value: moment(job.cancelRequestedAt, words.never) },
    { name: words.id, value: job.jobId },
  ];
  return (
    <Paper withBorder p="md" component="section" aria-label={words.facts}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="xs">
          <Group gap="sm" miw={0}>
            <Title order={1} size="h2" style={{ overflowWrap: "anywhere" }}>
              {job.keywords.join(", ")}
            </Title>
            <PhaseBadge status={job.status} size="lg" />
          </Group>
          {actions}
        </Group>
        <Group gap="md">
          <Text size="sm">
            {platformName}, {job.provider}
          </Text>
          <Anchor component={Link} href={jobsHref({ accountId: job.accountId })} size="sm">
            {words.byline(job.userName, job.accountName)}
          </Anchor>
          {isOwnAccount && (
            <Anchor component={Link} href={`/search/${job.runId}`} size="sm">
              {words.run}
            </Anchor>
          )}
        </Group>
        {job.error !== null && <Alert color="yellow">{runWords.reason(job.error)}</Alert>}
        <Progress
          value={job.percent}
          size="sm"
          color={isTerminal(job.status) ? "gray" : "tide"}
          aria-label={words.percent}
        />
        <dl className={styles.numbers}>
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd style={{ overflowWrap: "anywhere" }}>{value}</dd>
            </div>
          ))}
        </dl>
      </Stack>
    </Paper>
  );
}
