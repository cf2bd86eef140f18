"use client";

import useSWR from "swr";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { getJson } from "../../api-client.ts";
import { steadyRetry } from "../../steady-retry.ts";

const POLL_MS = 5_000;

interface JobList {
  jobs: JobSummary[];
}

/** The account's newest jobs, beginning with those that the server read; live while one of them is under way. */
export function useRecentJobs(initial: JobSummary[] | null, limit: number) {
  const { data, error, mutate } = useSWR<JobList, Error>(
    `/api/v2/jobs?limit=${limit}`,
    (path: string) => getJson<JobList>(path),
    {
      ...(initial ? { fallbackData: { jobs: initial } } : {}),
      refreshInterval: (latest) => (latest?.jobs.every((job) => isTerminal(job.status)) ? 0 : POLL_MS),
      ...steadyRetry,
    },
  );
  return { jobs: data?.jobs ?? null, error, askAgain: () => void mutate() };
}
