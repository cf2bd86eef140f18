"use client";

import { Stack, Text, Title } from "@mantine/core";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { search as words } from "../messages/search.ts";
import { Region } from "../region-error.tsx";
import { type Example, Examples } from "./examples.tsx";
import { RecentSearches } from "./recent/recent-searches.tsx";
import { useRecentJobs } from "./recent/use-recent-jobs.ts";
import styles from "./search.module.css";
import { SearchForm, type SearchOptions } from "./search-form.tsx";
import { useSearchQuery } from "./use-search-query.ts";

/** The page that searches begin on. */
export function SearchScreen({
  options,
  recentJobs,
  recentJobsMax,
}: {
  options: SearchOptions;
  /** Newest first; null where they could not be read. */
  recentJobs: JobSummary[] | null;
  recentJobsMax: number;
}) {
  const { platformNames } = options;
  const { query, change } = useSearchQuery(Object.keys(platformNames));
  const { jobs, error, askAgain } = useRecentJobs(recentJobs, recentJobsMax);
  const isFirstVisit = jobs?.length === 0;

  function use({ keywords, platforms }: Example) {
    change({ keywords, platforms });
    document.querySelector<HTMLElement>("[data-search-field]")?.focus();
  }

  const recent = (
    <Region key="recent">
      <RecentSearches jobs={jobs} error={error} onAskAgain={askAgain} platformNames={platformNames} />
    </Region>
  );
  const examples = (
    <Region key="examples">
      <Examples platformNames={platformNames} isFirstVisit={isFirstVisit} onUse={use} />
    </Region>
  );
  return (
    <Stack gap="xl" className={styles.page}>
      <div>
        <Title order={1}>{words.title}</Title>
        <Text c="dimmed" mb="md">
          {words.lead}
        </Text>
        <Region>
          <SearchForm query={query} change={change} options={options} />
        </Region>
      </div>
      {isFirstVisit ? [examples, recent] : [recent, examples]}
    </Stack>
  );
}
