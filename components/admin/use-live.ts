"use client";

import useSWR from "swr";
import { getJson } from "../api-client.ts";
import { steadyRetry } from "../steady-retry.ts";

interface Answer<T> {
  answer: T;
  /** When it came, by the reader's clock; null for what the server rendered. */
  atMs: number | null;
}

/** Follows a route of the admins, with the time of the newest answer. Hidden pages do not ask. */
export function useLive<T>(path: string, { refreshMs, initial }: { refreshMs: number; initial?: T }) {
  const { data, error, isValidating, mutate } = useSWR<Answer<T>, Error>(
    ["live", path],
    async () => ({ answer: await getJson<T>(path), atMs: Date.now() }),
    {
      refreshInterval: refreshMs,
      keepPreviousData: true,
      ...(initial === undefined ? {} : { fallbackData: { answer: initial, atMs: null } }),
      ...steadyRetry,
    },
  );
  return {
    data: data?.answer,
    atMs: data?.atMs ?? null,
    error: error ?? null,
    isAsking: isValidating,
    refresh: () => void mutate(),
  };
}
