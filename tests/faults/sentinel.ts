import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import postgres from "postgres";
import type { Lateness } from "./stalls.ts";

/**
 * Every 50 ms this thread, which has nothing else to do, does a little work and asks the database for nothing. How much
 * longer than usual that takes is how long this machine kept a process waiting: for its turn, and for the database.
 */

const TICK_MS = 50;
const WORK_MS = 3;
/** What a tick takes at most on a machine with nothing else to do. */
const USUAL_MS = TICK_MS + WORK_MS + 10;

const sql = postgres(workerData.databaseUrl, { max: 1, onnotice: () => {} });
for (;;) {
  const startedAt = performance.now();
  await sleep(TICK_MS);
  work();
  // Postgres is being restarted.
  await sql`select 1`.catch(() => {});
  const late = performance.now() - startedAt - USUAL_MS;
  if (late > 0) parentPort?.postMessage({ at: Date.now(), ms: late } satisfies Lateness);
}

/** By the clock of this thread alone, which stands still while another has the processor. */
function work(): void {
  const before = process.threadCpuUsage();
  for (;;) {
    const { user, system } = process.threadCpuUsage(before);
    if (user + system >= WORK_MS * 1_000) return;
  }
}
