import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "#lib/db/index.ts";

const POLL_MS = 20;

/** Gives a job so little time from its first claim, by the one thing that no user can set. */
export async function shortenDeadline(
  sql: Sql,
  { jobId, afterMs }: { jobId: string; afterMs: number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    // Postgres may just then be restarted.
    const shortened = await sql`
      with shortened as (
        update scraping_jobs set deadline_at = clock_timestamp() + ${afterMs} * interval '1 millisecond'
        where id = ${jobId} and deadline_at is not null and finished_at is null
        returning id, idempotency_key
      )
      insert into faults_journal (what, job_id, label)
      select 'deadline shortened', id, idempotency_key from shortened returning id`.catch(() => []);
    if (shortened.length > 0) return;
    await sleep(POLL_MS, undefined, { signal }).catch(() => {});
  }
}
