"use client";

import { useFormats } from "./locale.tsx";
import { useIsHydrated } from "./use-is-hydrated.ts";
import { useMinute } from "./use-minute.ts";

const NOT_YET = "\u00a0";

/** How long ago, or the date, with the exact time in the reader's own zone as its title. */
export function Moment({ at, isDate = false }: { at: string; isDate?: boolean }) {
  const { ago, date, dateTime } = useFormats();
  const nowMs = useMinute();
  if (!useIsHydrated()) return <time dateTime={at}>{NOT_YET}</time>;
  return (
    <time dateTime={at} title={dateTime(at)}>
      {isDate ? date(at) : ago(at, nowMs)}
    </time>
  );
}
