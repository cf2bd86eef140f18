"use client";

import { Group } from "@mantine/core";
import type { AdminJobsAnswer } from "#lib/admin/admin.types.ts";
import { admin as adminWords } from "../../messages/admin.ts";
import { pathWith } from "../../query.ts";
import { CancelAll } from "../bulk/cancel-all.tsx";
import { RetryAll } from "../bulk/retry-all.tsx";
import { ListFrame } from "../list-frame.tsx";
import { useList } from "../use-list.ts";
import { JobFilters } from "./job-filters.tsx";
import { JobTable } from "./job-table.tsx";
import { useJobChoice } from "./use-job-choice.ts";

const { list: words } = adminWords;

/** The jobs of all accounts: the rows behind the numbers of the overview. */
export function JobsScreen({
  providers,
  platformNames,
}: {
  providers: readonly string[];
  platformNames: Readonly<Record<string, string>>;
}) {
  const control = useJobChoice();
  const { choice, filter, mayRetry, mayCancel } = control;
  const list = useList<AdminJobsAnswer>(pathWith("/api/v2/admin/jobs", choice));
  const jobs = list.pages?.flatMap((page) => page.jobs);
  return (
    <ListFrame
      title={words.title}
      here="jobs"
      list={list}
      count={jobs?.length}
      none={words.none}
      choice={
        <Group justify="space-between" gap="xs">
          <JobFilters
            control={control}
            accountName={jobs?.find(({ accountId }) => accountId === choice.accountId)?.accountName ?? null}
            providers={providers}
            platformNames={platformNames}
          />
          {filter !== null && (
            <Group gap="xs" key={JSON.stringify(filter)}>
              {mayRetry && <RetryAll filter={filter} count={null} onDone={list.refresh} />}
              {mayCancel && <CancelAll filter={filter} count={null} onDone={list.refresh} />}
            </Group>
          )}
        </Group>
      }
    >
      <JobTable
        jobs={jobs ?? []}
        platformNames={platformNames}
        onAccount={(id) => control.set({ accountId: id })}
      />
    </ListFrame>
  );
}
