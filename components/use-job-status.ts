"use client";

import { useState } from "react";
import useSWR from "swr";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import { getResponse } from "./api-client.ts";
import { createStatusPoller, type StatusView } from "./status-poller.ts";
import { steadyRetry } from "./steady-retry.ts";

const POLL_MS = 1_000;
/** Until the first creators are there, the reader has nothing to look at. */
const FIRST_POLL_MS = 400;

function pollInterval(latest: StatusView | undefined): number {
  if (latest && isTerminal(latest.status)) return 0;
  return latest && latest.rows.length > 0 ? POLL_MS : FIRST_POLL_MS;
}

/** One job, live until it has ended. After an error it asks again by itself. */
export function useJobStatus(jobId: string) {
  const [poller] = useState(() =>
    createStatusPoller(jobId, (path, headers) => getResponse(path, { headers })),
  );
  const { data, error, isValidating, mutate } = useSWR<StatusView, Error>(
    ["job-status", jobId],
    () => poller.poll(),
    {
      refreshInterval: pollInterval,
      dedupingInterval: FIRST_POLL_MS / 2,
      ...steadyRetry,
      compare: Object.is,
    },
  );
  return { status: data, error, isAsking: isValidating, askAgain: () => mutate() };
}
