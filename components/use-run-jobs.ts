"use client";

import { useCallback } from "react";
import useSWR from "swr";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { getJson } from "./api-client.ts";
import { steadyRetry } from "./steady-retry.ts";

const POLL_MS = 3_000;
const JOBS_MAX = 100;

interface JobList {
  jobs: JobSummary[];
}

/** The jobs of a run, beginning with those that the server rendered; live until all have ended. */
export function useRunJobs(runId: string, initial: JobSummary[]) {
  const { data, error, mutate } = useSWR<JobList, Error>(
    `/api/v2/jobs?runId=${runId}&limit=${JOBS_MAX}`,
    (path: string) => getJson<JobList>(path),
    {
      fallbackData: { jobs: initial },
      refreshInterval: (latest) => (latest?.jobs.every((job) => isTerminal(job.status)) ? 0 : POLL_MS),
      dedupingInterval: POLL_MS / 2,
      ...steadyRetry,
    },
  );
  const refresh = useCallback(() => {
    void mutate();
  }, [mutate]);
  return { jobs: data?.jobs ?? initial, error, refresh };
}
