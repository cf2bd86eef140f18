import { gatherWakes } from "./gather.ts";

export const WAKE_CHANNEL = "shoal_wake";

/** Tells the worker processes that tasks of these providers became due. A lost notification costs one poll interval. */
export const notifyWorkers = gatherWakes(
  (sql, providers) =>
    sql`select pg_notify(${WAKE_CHANNEL}, provider) from unnest(${providers}::text[]) as p(provider)`,
);
