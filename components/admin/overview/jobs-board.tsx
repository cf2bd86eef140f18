"use client";

import { Anchor, SimpleGrid, Table, Text } from "@mantine/core";
import Link from "next/link";
import type { JobBoard } from "#lib/admin/admin.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { run as runWords } from "../../messages/run.ts";
import { PhaseBadge } from "../../run/overview/phase-badge.tsx";
import { StackCell, StackTable } from "../../stack-table.tsx";
import { CountLink } from "../count-link.tsx";
import { jobsHref } from "../job-links.ts";
import { spanText } from "../spans.ts";
import { Board } from "./board.tsx";
import { Part } from "./part.tsx";

const { jobs: words } = adminWords;
const { phases } = runWords;
const STATE = { label: words.state };
const COUNT = { label: words.count, isNumber: true };
const OLDEST = { label: words.oldest, isNumber: true };
const LAST_DAY = { label: words.lastDay, isNumber: true };
const PER_5 = { label: words.perMinute5, hint: words.rateHint, isNumber: true };
const PER_60 = { label: words.perMinute60, hint: words.rateHint, isNumber: true };

/** Jobs by state: those under way with the oldest of each, those that ended with how many a minute. */
export function JobsBoard({ jobs }: { jobs: JobBoard }) {
  const { exact } = useFormats();
  return (
    <Board
      id="jobs"
      title={words.title}
      actions={
        <Anchor component={Link} href={jobsHref({})} size="sm">
          {words.all}
        </Anchor>
      }
    >
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Part title={words.open} isEmpty={jobs.open.length === 0} empty={words.noneOpen}>
          <StackTable label={words.open} columns={[STATE, COUNT, OLDEST]}>
            {jobs.open.map(({ status, count, oldestSeconds }) => (
              <Table.Tr key={status} data-state={status}>
                <Table.Th scope="row">
                  <PhaseBadge status={status} size="sm" />
                </Table.Th>
                <StackCell of={COUNT}>
                  <CountLink value={count} href={jobsHref({ state: status })} label={phases[status]} />
                </StackCell>
                <StackCell of={OLDEST}>{spanText(oldestSeconds, exact)}</StackCell>
              </Table.Tr>
            ))}
          </StackTable>
        </Part>
        <Part title={words.ended} isEmpty={jobs.ended.length === 0} empty={words.noneEnded}>
          <StackTable label={words.ended} columns={[STATE, LAST_DAY, PER_5, PER_60]}>
            {jobs.ended.map(({ status, lastDay, perMinute5, perMinute60 }) => (
              <Table.Tr key={status} data-state={status}>
                <Table.Th scope="row">
                  <PhaseBadge status={status} size="sm" />
                </Table.Th>
                <StackCell of={LAST_DAY}>
                  <CountLink value={lastDay} href={jobsHref({ state: status })} label={phases[status]} />
                </StackCell>
                <StackCell of={PER_5}>{exact(perMinute5)}</StackCell>
                <StackCell of={PER_60}>{exact(perMinute60)}</StackCell>
              </Table.Tr>
            ))}
          </StackTable>
        </Part>
      </SimpleGrid>
      {jobs.oldestWaiting && (
        <Text size="sm" mt="sm">
          {words.waitingLongest}{" "}
          <Anchor component={Link} href={`/admin/jobs/${jobs.oldestWaiting.jobId}`} size="sm">
            {spanText(jobs.oldestWaiting.waitingSeconds, exact)}
          </Anchor>
        </Text>
      )}
    </Board>
  );
}
