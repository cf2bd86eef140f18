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

/** Rows that a test or a run of one makes; those that start a database stay. */
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

/** Past the guards, which refuse that anything is forgotten: the next run finds a database as new. */
export async function emptyDatabase(bench: TestBench): Promise<void> {
  await bench.sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    await transaction.unsafe(TABLES.map((table) => `delete from ${table}`).join(";"));
  });
}
