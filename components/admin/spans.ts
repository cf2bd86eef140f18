import { admin as words } from "../messages/admin.ts";

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/** `42 s`, `3 min`, `2 h`, `5 d`: how long something has lasted, in the largest unit that fits. */
export function spanText(seconds: number, exact: (value: number) => string): string {
  if (seconds < 2 * MINUTE_S) return words.seconds(exact(seconds));
  if (seconds < 2 * HOUR_S) return words.minutes(exact(Math.floor(seconds / MINUTE_S)));
  if (seconds < 2 * DAY_S) return words.hoursShort(exact(Math.floor(seconds / HOUR_S)));
  return words.days(exact(Math.floor(seconds / DAY_S)));
}

/** `340 ms`, `1.2 s`; a dash's word where there is none. */
export function durationText(ms: number | null, exact: (value: number) => string): string {
  if (ms === null) return words.none;
  if (ms < SECOND_MS) return words.milliseconds(exact(ms));
  return words.seconds(exact(Math.round(ms / 100) / 10));
}
