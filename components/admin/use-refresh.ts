"use client";

import { useLocalStorage } from "@mantine/hooks";

export const REFRESH_SECONDS = [2, 5, 10, 30] as const;
const SECONDS_AT_FIRST = 5;
const SECOND_MS = 1_000;

/** How often this device asks anew, in seconds; 0 for never. Kept on the device. */
export function useRefresh() {
  const [seconds, setSeconds] = useLocalStorage<number>({
    key: "shoal.admin.refresh",
    defaultValue: SECONDS_AT_FIRST,
    deserialize: (text) => toSeconds(text === undefined ? Number.NaN : Number(text)),
  });
  return { seconds, setSeconds, refreshMs: seconds * SECOND_MS };
}

function toSeconds(value: number): number {
  return value === 0 || REFRESH_SECONDS.some((known) => known === value) ? value : SECONDS_AT_FIRST;
}
