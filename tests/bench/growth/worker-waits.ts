import { setTimeout as delay } from "node:timers/promises";
import type { World } from "../shared/world.ts";

const POLL_MS = 100;
/** Looks in a row that find the worker idle. */
const QUIET_LOOKS = 8;
const SWEEP_MAX_MS = 120_000;

/** Asks the database, so that no poll is among what is counted. */
export async function untilFinished(world: World, jobId: string): Promise<void> {
  for (;;) {
    const [job] =
      await world.sql`select 1 from scraping_jobs where id = ${jobId} and finished_at is not null`;
    if (job) return;
    await delay(POLL_MS);
  }
}

export async function untilFound(world: World, jobId: string, count: number): Promise<void> {
  for (;;) {
    const [job] =
      await world.sql`select 1 from scraping_jobs where id = ${jobId} and creators_found >= ${count}`;
    if (job) return;
    await delay(10);
  }
}

/** The sweep with which a worker begins is over: nothing but heartbeats and polls is under way. */
export async function untilSwept(world: World): Promise<void> {
  const until = performance.now() + SWEEP_MAX_MS;
  for (let quiet = 0; quiet < QUIET_LOOKS; await delay(POLL_MS)) {
    const [busy] = await world.sql`
      select 1 from pg_stat_activity
      where datname = current_database() and application_name = 'shoal-worker' and state <> 'idle'`;
    quiet = busy ? 0 : quiet + 1;
    if (performance.now() > until) throw new Error(`the sweep took more than ${SWEEP_MAX_MS} ms`);
  }
}
