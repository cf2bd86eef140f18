import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "#lib/db/index.ts";

/** Questions that a queue's tables answer; each is one column, `is`. */
export interface DrainLooks {
  /** A task is under way, or over. */
  begunStatement: string;
  /** A task is due or under way. */
  openStatement: string;
}

export interface Drained {
  perSecond: number;
  tookMs: number;
  /** That the worker had open when all was done, those that listen included. */
  connections: number;
}

const LOOK_EVERY_MS = 10;

/**
 * Times how a worker that is about to begin works off `count` tasks: from the look that finds the first one begun to
 * the look that finds none left. Both see what is committed, from another process, and are the same for every queue.
 */
export async function timeDrain(sql: Sql, count: number, looks: DrainLooks): Promise<Drained> {
  await until(sql, looks.begunStatement, true);
  const begunAt = performance.now();
  await until(sql, looks.openStatement, false);
  const tookMs = performance.now() - begunAt;
  return { perSecond: (count * 1_000) / tookMs, tookMs, connections: await countConnections(sql) };
}

/** Looks at even times, however long a look takes. */
export async function until(sql: Sql, statement: string, wanted: boolean): Promise<void> {
  for (let nextAt = performance.now(); ; ) {
    const [row] = await sql.unsafe<{ is: boolean }[]>(statement, [], { prepare: true });
    if (row?.is === wanted) return;
    nextAt += LOOK_EVERY_MS;
    await delay(Math.max(0, nextAt - performance.now()));
  }
}

async function countConnections(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and application_name <> 'shoal-bench'`;
  return row?.count ?? 0;
}
