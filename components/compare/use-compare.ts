"use client";

import useSWRInfinite from "swr/infinite";
import type { CompareAnswer, CompareKind } from "#lib/search-engine/compare.types.ts";
import { getJson } from "../api-client.ts";
import { steadyRetry } from "../steady-retry.ts";

const PAGE_CREATORS = 100;
const LIVE_MS = 3_000;

/** A run beside the earlier one that asked for the same; live while either is under way. */
export function useCompare(runId: string, kind: CompareKind) {
  const { data, error, isValidating, size, setSize, mutate } = useSWRInfinite<CompareAnswer, Error>(
    (index, previous: CompareAnswer | null) => {
      if (index > 0 && !previous?.nextCursor) return null;
      const cursor = previous?.nextCursor ? `&cursor=${encodeURIComponent(previous.nextCursor)}` : "";
      return `/api/v2/runs/${runId}/compare?kind=${kind}&limit=${PAGE_CREATORS}${cursor}`;
    },
    (path: string) => getJson<CompareAnswer>(path),
    {
      refreshInterval: (pages) => (pages?.[0]?.state === "running" ? LIVE_MS : 0),
      revalidateAll: true,
      keepPreviousData: true,
      ...steadyRetry,
    },
  );
  return {
    first: data?.[0] ?? null,
    creators: (data ?? []).flatMap((page) => page.creators),
    hasMore: Boolean(data?.at(-1)?.nextCursor),
    showMore: () => void setSize(size + 1),
    isAsking: isValidating,
    error: error ?? null,
    refresh: () => void mutate(),
  };
}
