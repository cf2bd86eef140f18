"use client";

import { useCallback, useState } from "react";
import useSWR from "swr";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { getResponse } from "../api-client.ts";
import { createStatusPoller, type StatusPoller, type StatusView } from "../status-poller.ts";
import { steadyRetry } from "../steady-retry.ts";
import { type RunRow, RunRows } from "./run-rows.ts";

const POLL_MS = 1_000;
/** Until the first creators are there, the reader has nothing to look at. */
const FIRST_POLL_MS = 400;

/** All that is known of a run, as of the last answers. */
export interface RunLive {
  views: ReadonlyMap<string, StatusView>;
  rows: readonly RunRow[];
  /** Why a search could not be asked just now; its last answer stays. */
  errors: ReadonlyMap<string, Error>;
}

/** Follows every search of a run until each has ended. One that cannot be asked leaves the others alone. */
export function useRun(runId: string, jobs: readonly JobSummary[]) {
  const [follower] = useState(() => new RunFollower());
  const ids = jobs.map(({ jobId }) => jobId);
  const { data, error, isValidating, mutate } = useSWR<RunLive, Error>(
    ["run", runId, ids.join()],
    () => follower.ask(ids),
    {
      refreshInterval: pollInterval,
      dedupingInterval: FIRST_POLL_MS / 2,
      ...steadyRetry,
      compare: Object.is,
      keepPreviousData: true,
    },
  );
  const askAgain = useCallback(() => {
    void mutate();
  }, [mutate]);
  return { live: data ?? null, error: error ?? firstError(data), isAsking: isValidating, askAgain };
}

function firstError(live: RunLive | undefined): Error | null {
  return live ? ([...live.errors.values()][0] ?? null) : null;
}

function pollInterval(live: RunLive | undefined): number {
  if (!live) return FIRST_POLL_MS;
  const isOver = live.errors.size === 0 && [...live.views.values()].every(({ status }) => isTerminal(status));
  if (isOver) return 0;
  return live.rows.length > 0 ? POLL_MS : FIRST_POLL_MS;
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

class RunFollower {
  private readonly pollers = new Map<string, StatusPoller>();
  private readonly views = new Map<string, StatusView>();
  private readonly rows = new RunRows();
  private latest: RunLive | null = null;

  /** The same object where nothing has changed. */
  async ask(jobIds: readonly string[]): Promise<RunLive> {
    const answers = await Promise.allSettled(jobIds.map((jobId) => this.askJob(jobId)));
    // What has been read is drawn in a task of its own, so that the reader's scrolling waits for neither for long.
    await nextTask();
    const errors = new Map<string, Error>();
    let hasChanged = false;
    for (const [index, answer] of answers.entries()) {
      const jobId = jobIds[index] ?? "";
      if (answer.status === "rejected") errors.set(jobId, answer.reason);
      else if (this.views.get(jobId) !== answer.value) {
        this.views.set(jobId, answer.value);
        hasChanged = true;
      }
    }
    if (this.latest && !hasChanged && errors.size === 0 && this.latest.errors.size === 0) return this.latest;
    const jobs = jobIds.map((jobId) => ({ jobId, rows: this.views.get(jobId)?.rows ?? [] }));
    this.latest = { views: new Map(this.views), rows: this.rows.take(jobs), errors };
    return this.latest;
  }

  private askJob(jobId: string): Promise<StatusView> {
    const ended = this.views.get(jobId);
    if (ended && isTerminal(ended.status)) return Promise.resolve(ended);
    const known = this.pollers.get(jobId);
    const poller = known ?? createStatusPoller(jobId, (path, headers) => getResponse(path, { headers }));
    if (!known) this.pollers.set(jobId, poller);
    return poller.poll();
  }
}
