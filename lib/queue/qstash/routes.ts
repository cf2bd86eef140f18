import type { TaskRow } from "#lib/search-engine/v2/index.ts";

type Kind = TaskRow["kind"];

/**
 * The longest that each worker route may run, in seconds: the `maxDuration` of its route file and of vercel.json. It
 * leaves a task time for its place at the provider's gate, one call at its provider's limit, and the settle.
 */
export const MAX_DURATION_SECONDS: Readonly<Record<Kind | "failure" | "sweep", number>> = {
  search: 400,
  enrich: 400,
  expand: 120,
  analyze: 400,
  failure: 60,
  sweep: 60,
};

/** Of that, what a run leaves for giving its task back. */
const GIVE_BACK_SECONDS = 20;

export const FAILURE_PATH = "/api/v2/worker/failure";

export function workerPath(kind: Kind): string {
  return `/api/v2/worker/${kind}`;
}

/** How long a delivery may work on its task, ms. */
export function runMs(kind: Kind): number {
  return (MAX_DURATION_SECONDS[kind] - GIVE_BACK_SECONDS) * 1_000;
}
