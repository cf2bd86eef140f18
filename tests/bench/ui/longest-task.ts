import type { Browser, Page } from "playwright-core";
import { rounded } from "../shared/stats.ts";

export interface LongestTask {
  ms: number;
  /** What it did, in ms; parts lie within others. */
  parts: Record<string, number>;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** In microseconds, as is `dur`. */
  ts: number;
  dur?: number;
}

const CATEGORIES = [
  "toplevel",
  "blink.user_timing",
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "v8",
];
const TASKS = new Set(["RunTask", "ThreadControllerImpl::RunTask"]);
const BEGIN = "bench-begin";
const END = "bench-end";
const PARTS_SHOWN = 10;
const US_PER_MS = 1_000;

/** The longest task of the page's main thread while something is done there, by Chromium's own trace. */
export async function longestTaskOf(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<LongestTask> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await page.evaluate((mark) => performance.mark(mark), BEGIN);
  await act();
  await page.evaluate((mark) => performance.mark(mark), END);
  const trace = await browser.stopTracing();
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(trace.toString());
  return longestOf(traceEvents);
}

/** @throws Error for a trace without marks or tasks */
export function longestOf(events: readonly TraceEvent[]): LongestTask {
  const begin = events.find(({ name }) => name === BEGIN);
  const end = events.find(({ name }) => name === END);
  if (!begin || !end) throw new Error("the trace has no marks");
  const mine = events.filter(
    ({ pid, tid, ph, ts }) =>
      pid === begin.pid && tid === begin.tid && ph === "X" && ts >= begin.ts && ts <= end.ts,
  );
  const [longest] = mine
    .filter(({ name }) => TASKS.has(name))
    .sort((one, other) => (other.dur ?? 0) - (one.dur ?? 0));
  if (!longest) throw new Error("the trace has no tasks");
  const until = longest.ts + (longest.dur ?? 0);
  const within = mine.filter(({ ts, name }) => ts >= longest.ts && ts < until && !TASKS.has(name));
  return { ms: (longest.dur ?? 0) / US_PER_MS, parts: sumsOf(within) };
}

function sumsOf(events: readonly TraceEvent[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { name, dur = 0 } of events) sums.set(name, (sums.get(name) ?? 0) + dur / US_PER_MS);
  const largest = [...sums].sort(([, one], [, other]) => other - one).slice(0, PARTS_SHOWN);
  return Object.fromEntries(largest.map(([name, ms]) => [name, rounded(ms)]));
}
