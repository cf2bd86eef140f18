"use client";

import useSWRInfinite from "swr/infinite";
import { getJson } from "./api-client.ts";
import { steadyRetry } from "./steady-retry.ts";

interface PageOptions<T> {
  /** The first page, as the server has rendered it. */
  initial?: T | undefined;
  /** The first page is asked again so often, in ms; 0 for never. */
  refreshMs?: number;
}

/**
 * Follows one of our own routes that answers by pages with a `nextCursor`; null asks nothing. Another path begins with its
 * first page, and the last answers stay until that is there.
 */
export function usePages<T extends { nextCursor: string | null }>(
  path: string | null,
  { initial, refreshMs = 0 }: PageOptions<T> = {},
) {
  const { data, error, isValidating, size, setSize, mutate } = useSWRInfinite<T, Error>(
    (index, previous: T | null) => keyOf(path, index, previous),
    (asked: string) => getJson<T>(asked),
    {
      refreshInterval: refreshMs,
      keepPreviousData: true,
      revalidateFirstPage: refreshMs > 0,
      ...(initial === undefined ? {} : { fallbackData: [initial] }),
      ...steadyRetry,
    },
  );
  const last = data?.at(-1);
  const isLoadingMore = isValidating && data !== undefined && data.length < size;
  return {
    /** Undefined until the first answer. */
    pages: data,
    error: error ?? null,
    isAsking: isValidating,
    hasMore: last !== undefined && last.nextCursor !== null,
    isLoadingMore,
    loadMore: () => void setSize((count) => count + 1),
    refresh: () => void mutate(),
  };
}

function keyOf(path: string | null, index: number, previous: { nextCursor: string | null } | null) {
  if (path === null || index === 0) return path;
  if (!previous?.nextCursor) return null;
  return `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(previous.nextCursor)}`;
}
