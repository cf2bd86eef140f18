import { setTimeout as sleep } from "node:timers/promises";
import { logger } from "#lib/log/index.ts";
import { isTransient } from "#lib/search-engine/v2/index.ts";

const TRY_EVERY_MS = 500;
/** A server that restarts after a crash is back by then; one that is not there at all is told of soon enough. */
const WAIT_MS_MAX = 20_000;

/**
 * Does what a process needs before it can begin. Where machine and database start together, or the database is just
 * restarting, that is tried again for a while.
 * @throws what the last try said, also where it is stopped meanwhile
 */
export async function whenReachable<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const until = performance.now() + WAIT_MS_MAX;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || performance.now() > until || signal.aborted) throw error;
      logger.warn({ err: error }, "worker.waits_for_database");
      await sleep(TRY_EVERY_MS, undefined, { signal }).catch(() => {});
    }
  }
}
