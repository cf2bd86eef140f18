import type { TestBench } from "./engine.ts";

/** What a test changes by hand instead of waiting for it. */

/** As time would: every lease has run out, whatever waits is due. */
export async function letLeasesExpire(bench: TestBench): Promise<void> {
  await bench.sql`
    update job_tasks set lease_until = clock_timestamp() - interval '1 second'
    where state = 'running' and lease_until > clock_timestamp()`;
  await bench.sql`
    update job_tasks set next_at = clock_timestamp() where state = 'pending' and next_at > clock_timestamp()`;
}

/** As a month would, but that nothing expires: what was granted for this one is of an earlier one. */
export async function letMonthPass(bench: TestBench, accountId: string): Promise<void> {
  await bench.sql`update ledger_buckets set period = 'past ' || id where account_id = ${accountId}`;
}

/** Of rows that a test makes. */
const TABLES = [
  "job_creator_matches",
  "job_creators",
  "job_tasks",
  "ledger_entries",
  "ledger_holds",
  "ledger_buckets",
  "api_call_logs",
  "job_spend",
  "counter_drifts",
  "creators",
  "scraping_jobs",
  "runs",
  "memberships",
  "users",
  "accounts",
];

/** These are there from the start; what a run changes in them is put back with the rest. */
const STANDING_TABLES = ["provider_gates", "provider_clocks", "sweeper"];

/** Past the guards, which refuse that anything is forgotten: the next run finds a database as new. */
export async function emptyDatabase(bench: TestBench): Promise<void> {
  await pastGuards(
    bench,
    TABLES.map((table) => `delete from ${table}`),
  );
}

/** Keeps a copy of all rows as they are now. */
export async function keepRows(bench: TestBench): Promise<void> {
  const copies = [...TABLES, ...STANDING_TABLES].map(
    (table) => `create table kept.${table} as table ${table}`,
  );
  await pastGuards(bench, ["drop schema if exists kept cascade", "create schema kept", ...copies]);
}

/** Puts all rows back that were kept: quicker than making them anew. */
export async function putRowsBack(bench: TestBench): Promise<void> {
  const all = [...TABLES, ...STANDING_TABLES];
  await pastGuards(bench, [
    ...all.map((table) => `delete from ${table}`),
    ...all.map((table) => `insert into ${table} overriding system value select * from kept.${table}`),
  ]);
}

async function pastGuards(bench: TestBench, statements: string[]): Promise<void> {
  await bench.sql.begin(async (transaction) => {
    await transaction.unsafe(["set local session_replication_role = replica", ...statements].join(";"));
  });
}
