import postgres from "postgres";
import { inject } from "vitest";
import type { Sql } from "#lib/db/index.ts";

/** What a message may leave behind, one digest a table. */
const OUTCOME_TABLES = [
  "scraping_jobs",
  "job_tasks",
  "job_creators",
  "job_creator_matches",
  "ledger_buckets",
  "ledger_holds",
  "ledger_entries",
] as const;

export type Outcome = Record<(typeof OUTCOME_TABLES)[number], string>;

/** A digest of all that jobs and the ledger say: equal when nothing has changed. */
export async function outcomeOf(sql: Sql): Promise<Outcome> {
  const digests = await Promise.all(
    OUTCOME_TABLES.map(async (table) => {
      const [row] = await sql<{ digest: string }[]>`
        select md5(coalesce(string_agg(r::text, E'\n' order by r::text), '')) as digest from ${sql(table)} r`;
      return [table, row?.digest ?? ""] as const;
    }),
  );
  // Built from exactly the keys of the list.
  return Object.fromEntries(digests) as Outcome;
}

/** Runs work with a connection of the superuser to another database of the cluster. */
export async function asAdministrator<T>(work: (admin: postgres.Sql) => Promise<T>): Promise<T> {
  const admin = postgres(inject("postgresUrl"), { max: 1, onnotice: () => {} });
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

export function databaseNameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

/** How many deadlocks the server has broken in a database. Ends its connections: they report as they go. */
export function countDeadlocks(url: string): Promise<number> {
  const name = databaseNameOf(url);
  return asAdministrator(async (admin) => {
    await admin`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = ${name}`;
    const [row] = await admin<{ deadlocks: number }[]>`
      select deadlocks::int as deadlocks from pg_stat_database where datname = ${name}`;
    if (!row) throw new Error(`no statistics of ${name}`);
    return row.deadlocks;
  });
}
