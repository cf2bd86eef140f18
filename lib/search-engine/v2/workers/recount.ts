import { asWorker, type Sql } from "#lib/db/index.ts";
import { logger } from "#lib/log/index.ts";

/** Jobs that a sweep recounts: those that moved lately. */
const RECOUNT_JOBS_MAX = 20;

/**
 * Counts the rows of jobs that moved lately against their counters. A contradiction is a fault of ours: it is
 * reported once, and never silently mended.
 */
export async function reportDrift(sql: Sql): Promise<void> {
  const drifts = await asWorker(
    sql,
    (transaction) => transaction<{ rule: string; subject: string; details: unknown }[]>`
      with moved as materialized (
        select id from scraping_jobs where updated_at > clock_timestamp() - interval '1 minute'
        order by updated_at desc limit ${RECOUNT_JOBS_MAX}
      ), drift as materialized (
        select v.rule, v.subject, v.details from moved m
        join invariant_violations v on v.job_id = m.id
      )
      insert into counter_drifts (rule, subject, details)
      select rule, subject, details from drift
      on conflict (rule, subject) do nothing
      returning rule, subject, details`,
  );
  for (const drift of drifts) logger.error(drift, "counters.drifted");
}
