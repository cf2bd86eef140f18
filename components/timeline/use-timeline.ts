"use client";

import { useEffect, useRef } from "react";
import useSWRInfinite from "swr/infinite";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { TimelineAnswer } from "#lib/search-engine/timeline.types.ts";
import { getJson } from "../api-client.ts";
import { pathWith } from "../query.ts";
import { steadyRetry } from "../steady-retry.ts";
import type { useTimelineChoice } from "./use-timeline-choice.ts";

const PAGE_ENTRIES = 200;
const LIVE_MS = 2_000;

type Choice = Pick<ReturnType<typeof useTimelineChoice>, "show" | "kind" | "state">;

/**
 * The pages of a timeline that are read so far, all of them kept up while the job is under way: by itself, or, where
 * `asOfMs` is given, whenever that moves on.
 */
export function useTimeline(path: string, { show, kind, state }: Choice, asOfMs: number | null | undefined) {
  const timeline = useSWRInfinite<TimelineAnswer, Error>(
    (index, previous: TimelineAnswer | null) => {
      if (index > 0 && !previous?.nextCursor) return null;
      const cursor = previous?.nextCursor;
      return pathWith(path, { limit: PAGE_ENTRIES, only: show, kind, state, cursor });
    },
    (asked: string) => getJson<TimelineAnswer>(asked),
    {
      refreshInterval: (pages) => (asOfMs !== undefined || hasEnded(pages) ? 0 : LIVE_MS),
      revalidateAll: true,
      ...steadyRetry,
    },
  );
  const { data, mutate } = timeline;
  const seenMs = useRef(asOfMs);
  useEffect(() => {
    if (seenMs.current === asOfMs) return;
    seenMs.current = asOfMs;
    if (!hasEnded(data)) void mutate();
  }, [asOfMs, data, mutate]);
  return timeline;
}

function hasEnded(pages: readonly TimelineAnswer[] | undefined): boolean {
  const first = pages?.[0];
  return first !== undefined && isTerminal(first.status);
}
