"use client";

import { Button, Center, Group, Paper, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import type { AdminJobsAnswer } from "#lib/admin/admin.types.ts";
import { LinesSkeleton, LoadError } from "../../load-state.tsx";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { pathWith } from "../../query.ts";
import { Region } from "../../region-error.tsx";
import { usePages } from "../../use-pages.ts";
import { AdminHeader } from "../admin-header.tsx";
import { CancelAll } from "../bulk/cancel-all.tsx";
import { RefreshControl } from "../refresh-control.tsx";
import { useRefresh } from "../use-refresh.ts";
import { JobFilters } from "./job-filters.tsx";
import { JobTable } from "./job-table.tsx";
import { useJobChoice } from "./use-job-choice.ts";

const { list: words } = adminWords;

/** The jobs of all accounts: the rows behind every number of the overview. */
export function JobsScreen({
  providers,
  platformNames,
}: {
  providers: readonly string[];
  platformNames: Readonly<Record<string, string>>;
}) {
  const { exact } = useFormats();
  const refresh = useRefresh();
  const control = useJobChoice();
  const { choice, filter } = control;
  const list = usePages<AdminJobsAnswer>(pathWith("/api/v2/admin/jobs", choice), {
    refreshMs: refresh.refreshMs,
  });
  const [atMs, setAtMs] = useState<number | null>(null);
  const { isAsking, error } = list;
  useEffect(() => {
    if (!isAsking && error === null) setAtMs(Date.now());
  }, [isAsking, error]);
  const jobs = list.pages?.flatMap((page) => page.jobs);
  return (
    <Stack gap="sm">
      <AdminHeader title={words.title} here="jobs">
        <RefreshControl control={refresh} atMs={atMs} isAsking={isAsking} onRefresh={list.refresh} />
      </AdminHeader>
      <Group justify="space-between" gap="xs">
        <JobFilters
          control={control}
          accountName={jobs?.find(({ accountId }) => accountId === choice.accountId)?.accountName ?? null}
          providers={providers}
          platformNames={platformNames}
        />
        {filter !== null && (
          <div>
            <CancelAll key={JSON.stringify(filter)} filter={filter} count={null} onDone={list.refresh} />
          </div>
        )}
      </Group>
      <Region>
        {error && <LoadError error={error} isAsking={isAsking} onRetry={list.refresh} />}
        {jobs === undefined ? (
          error === null && <LinesSkeleton lines={10} heightPx={57} />
        ) : jobs.length === 0 ? (
          <Paper withBorder p="xl">
            <Text ta="center" c="dimmed">
              {words.none}
            </Text>
          </Paper>
        ) : (
          <>
            <Text size="sm" c="dimmed">
              {words.shown(exact(jobs.length), list.hasMore)}
            </Text>
            <JobTable
              jobs={jobs}
              platformNames={platformNames}
              onAccount={(id) => control.set({ accountId: id })}
            />
          </>
        )}
        {list.hasMore && (
          <Center mt="sm">
            <Button variant="default" onClick={list.loadMore} loading={list.isLoadingMore}>
              {words.more}
            </Button>
          </Center>
        )}
      </Region>
    </Stack>
  );
}
