"use client";

import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import Link from "next/link";
import { LinesSkeleton, LoadError } from "../load-state.tsx";
import { jobs as words } from "../messages/jobs.ts";
import { Region } from "../region-error.tsx";
import { JobFilters } from "./job-filters.tsx";
import { JobTable } from "./job-table.tsx";
import { useJobFilters } from "./use-job-filters.ts";
import { useJobs } from "./use-jobs.ts";

const SKELETON_LINES = 8;
const LINE_PX = 60;

/** Every search of the workspace, live: narrowed down, stopped, tried again, run again and compared. */
export function JobsScreen({ platformNames: names }: { platformNames: Readonly<Record<string, string>> }) {
  const filters = useJobFilters();
  const { pages, hasMore, showMore, isLoading, isAsking, error, refresh } = useJobs(filters.query);
  const jobs = pages.flatMap((page) => page.jobs);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <div>
          <Title order={1}>{words.title}</Title>
          <Text c="dimmed" size="sm">
            {words.lead}
          </Text>
        </div>
        <Button component={Link} href="/search" leftSection={<IconPlus size={16} aria-hidden />}>
          {words.new}
        </Button>
      </Group>
      <JobFilters filters={filters} platformNames={names} />
      {error && <LoadError error={error} isAsking={isAsking} onRetry={refresh} />}
      <Region>
        {isLoading && jobs.length === 0 ? (
          <LinesSkeleton lines={SKELETON_LINES} heightPx={LINE_PX} />
        ) : jobs.length === 0 && error === null ? (
          <Text py="xl" ta="center">
            {filters.isNarrowed ? words.empty.none : words.empty.first}
          </Text>
        ) : (
          <JobTable jobs={jobs} names={names} onChange={refresh} />
        )}
      </Region>
      {hasMore && (
        <Button variant="default" size="sm" onClick={showMore} disabled={isAsking} mx="auto">
          {isAsking ? words.loading : words.more}
        </Button>
      )}
    </Stack>
  );
}
