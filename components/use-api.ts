"use client";

import useSWR from "swr";
import { getJson } from "./api-client.ts";
import { steadyRetry } from "./steady-retry.ts";

interface ApiOptions<T> {
  /** Asked again so often, in ms; 0 for never. A function decides by the newest answer. */
  refreshMs?: number | ((latest: T | undefined) => number);
  /** What the server has rendered already. */
  initial?: T;
}

/**
 * Follows one of our own routes; null asks nothing. While another path is loaded the last answer stays. Hidden pages do not
 * ask; after an error it is asked again by itself.
 */
export function useApi<T>(path: string | null, { refreshMs = 0, initial }: ApiOptions<T> = {}) {
  const { data, error, isLoading, isValidating, mutate } = useSWR<T, Error>(
    path,
    (asked: string) => getJson<T>(asked),
    {
      refreshInterval: refreshMs,
      keepPreviousData: true,
      ...(initial === undefined ? {} : { fallbackData: initial }),
      ...steadyRetry,
    },
  );
  return { data, error: error ?? null, isLoading, isAsking: isValidating, refresh: () => void mutate() };
}
