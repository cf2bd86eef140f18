"use client";

import { useCallback } from "react";
import useSWRInfinite from "swr/infinite";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { getJson } from "../api-client.ts";
import { steadyRetry } from "../steady-retry.ts";

const PAGE_JOBS = 30;
/** While any search shown is under way, and else: others may begin some. */
const LIVE_MS = 2_000;
const IDLE_MS = 15_000;

interface JobPage {
  jobs: JobSummary[];
  nextCursor: string | null;
}

/** Pages of jobs, newest first, kept up to date. */
export function useJobs(query: string) {
  const { data, error, isLoading, isValidating, size, setSize, mutate } = useSWRInfinite<JobPage, Error>(
    (index, previous: JobPage | null) => {
      if (index > 0 && !previous?.nextCursor) return null;
      const cursor = previous?.nextCursor ? `&cursor=${encodeURIComponent(previous.nextCursor)}` : "";
      return `/api/v2/jobs?limit=${PAGE_JOBS}${query && `&${query}`}${cursor}`;
    },
    (path: string) => getJson<JobPage>(path),
    {
      refreshInterval: (pages) =>
        pages?.some(({ jobs }) => jobs.some(({ status }) => !isTerminal(status))) ? LIVE_MS : IDLE_MS,
      revalidateAll: true,
      revalidateFirstPage: true,
      keepPreviousData: true,
      ...steadyRetry,
    },
  );
  const refresh = useCallback(() => void mutate(), [mutate]);
  return {
    pages: data ?? [],
    hasMore: Boolean(data?.at(-1)?.nextCursor),
    showMore: () => void setSize(size + 1),
    isLoading,
    isAsking: isValidating,
    error: error ?? null,
    refresh,
  };
}
