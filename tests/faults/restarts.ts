import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "#lib/db/index.ts";
import type { Cluster } from "./cluster.ts";
import type { Injector } from "./injector.ts";

/** A task on its last attempt would fail with the restart; it has this long to be done. */
const CALM_MAX_MS = 10_000;
const CALM_POLL_MS = 50;
const ATTEMPTS_MET_MAX = 3;
/** For reconnecting and catching up. */
const PAUSE_AFTER_MS = 2_000;

/** When Postgres was gone, Unix ms, until everybody may have found it again. */
export interface Outage {
  from: number;
  to: number;
}

interface RestartPlan {
  cluster: Cluster;
  injector: Injector;
  run: string;
  /** So many of the run end before nothing strikes any more. */
  jobs: number;
  count: number;
}

/** Restarts Postgres `count` times, as a power cut would, each after another part of the jobs has ended. */
export async function restartPostgres(
  sql: Sql,
  { cluster, injector, jobs, count, run }: RestartPlan,
  signal: AbortSignal,
): Promise<Outage[]> {
  const outages: Outage[] = [];
  while (outages.length < count && !signal.aborted) {
    const ended = await countEnded(sql, run).catch(() => 0);
    if (ended < (jobs * (outages.length + 1)) / (count + 1)) {
      await sleep(200, undefined, { signal }).catch(() => {});
      continue;
    }
    await injector.hold(async () => {
      await untilNoLastAttempt(sql);
      const from = Date.now();
      await cluster.crash();
      await sleep(PAUSE_AFTER_MS);
      outages.push({ from, to: Date.now() });
    });
  }
  return outages;
}

export async function countEnded(sql: Sql, run: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from scraping_jobs
    where finished_at is not null and idempotency_key like ${`${run}-%`}`;
  return row?.count ?? 0;
}

async function untilNoLastAttempt(sql: Sql): Promise<void> {
  const until = performance.now() + CALM_MAX_MS;
  while (performance.now() < until) {
    const last = await sql`
      select 1 from job_tasks where state in ('pending', 'running') and attempts > ${ATTEMPTS_MET_MAX} limit 1`;
    if (last.length === 0) return;
    await sleep(CALM_POLL_MS);
  }
}
