import type { Sql, Transaction } from "#lib/db/index.ts";
import { until } from "./engine-probe.ts";

/** What is to wait, and what is done while it does. */
interface Held<T> {
  blocked: () => Promise<T>;
  meanwhile: (holder: Transaction) => Promise<unknown>;
}

/** Does what waits for the lock of a transaction, and meanwhile what is asked. */
export async function whileLocked<T>(
  sql: Sql,
  lock: (holder: Transaction) => Promise<unknown>,
  { blocked, meanwhile }: Held<T>,
): Promise<T> {
  let outcome: Promise<T> | null = null;
  await sql.begin(async (holder) => {
    await lock(holder);
    outcome = blocked();
    await meanwhile(holder);
  });
  if (outcome === null) throw new Error("nothing was begun");
  return outcome;
}

/** A statement of this number of transactions waits for a lock. */
export function untilBlocked(sql: Sql, statement: string, count = 1): Promise<void> {
  return until(`${count} wait at ${statement}`, async () => {
    const waiting = await sql`
      select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
        and query like ${`%${statement}%`}`;
    return waiting.length === count;
  });
}

/** Held by who holds commits. */
const COMMITS_LOCK = 7_100_442;

/**
 * Does what changes rows of a table, and holds its commit: all its work is done then, and nobody sees it yet. What is
 * asked meanwhile begins once a commit waits.
 */
export async function whileCommitting<T>(
  sql: Sql,
  table: string,
  { blocked, meanwhile }: Held<T>,
): Promise<T> {
  await sql.unsafe(`
    create function wait_to_commit() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(${COMMITS_LOCK}); return null; end $$;
    create constraint trigger wait_to_commit after insert or update on ${table}
      deferrable initially deferred for each row execute function wait_to_commit()`);
  try {
    return await whileLocked(sql, (holder) => holder`select pg_advisory_xact_lock(${COMMITS_LOCK})`, {
      blocked,
      meanwhile: async (holder) => {
        await until(`a commit of ${table} waits`, async () => {
          const waiting = await sql`
            select 1 from pg_stat_activity where wait_event = 'advisory' and datname = current_database()`;
          return waiting.length > 0;
        });
        await meanwhile(holder);
      },
    });
  } finally {
    await sql.unsafe(`drop trigger wait_to_commit on ${table}; drop function wait_to_commit()`);
  }
}
