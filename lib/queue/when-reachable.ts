import { setTimeout as sleep } from "node:timers/promises";
import { isTransient } from "#lib/db/index.ts";
import { logger } from "#lib/log/index.ts";

const TRY_EVERY_MS = 500;
/** A server that restarts after a crash is back by then; one that is not there at all is told of soon enough. */
const WAIT_MS_MAX = 20_000;

/**
 * Does what a process needs before it can begin. Where machine and database start together, or the database is just
 * restarting, that is tried again for a while.
 * @returns false where the signal came before it was done
 * @throws what the last try said
 */
export async function whenReachable(work: () => Promise<void>, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + WAIT_MS_MAX;
  while (!signal.aborted) {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isTransient(error) || performance.now() > until) throw error;
      logger.warn({ err: error }, "worker.waits_for_database");
      await sleep(TRY_EVERY_MS, undefined, { signal }).catch(() => {});
    }
  }
  return false;
}
