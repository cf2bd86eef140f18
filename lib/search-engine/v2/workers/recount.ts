import { asWorker, type Sql, type Transaction } from "#lib/db/index.ts";
import { logger } from "#lib/log/index.ts";

/** Jobs that a sweep recounts: those that moved lately. */
const RECOUNT_JOBS_MAX = 20;
/** One full recount at a time. Any number that no other advisory lock has. */
const RECOUNT_LOCK = 7_203_001;
/** Contradictions that one full recount reports. */
const DRIFTS_MAX = 100;

interface Drift {
  rule: string;
  subject: string;
  details: unknown;
}

/**
 * Counts rows against counters: of jobs that moved lately in each sweep, of all jobs and balances once an
 * interval, by whichever sweeper comes first. A contradiction is a fault of ours: it is reported once, and
 * never silently mended.
 */
export async function reportDrift(sql: Sql, fullIntervalMs: number): Promise<void> {
  const drifts = await asWorker(sql, async (transaction) => {
    // A lock of its own: the sweeper's row is what every sweep waits for, and a full recount takes long.
    const [turn] = await transaction<{ isOurs: boolean }[]>`
      select pg_try_advisory_xact_lock(${RECOUNT_LOCK}) as is_ours from sweeper
      where id = 1 and recounted_at < clock_timestamp() - ${fullIntervalMs} * interval '1 millisecond'`;
    if (!turn?.isOurs) return recountMoved(transaction);
    const found = await recountAll(transaction);
    await transaction`update sweeper set recounted_at = clock_timestamp() where id = 1`;
    return found;
  });
  for (const drift of drifts) logger.error(drift, "counters.drifted");
}

/**
 * Looks at each job by itself: the condition on the job then reaches the tables within the view, where as a join
 * it would have everything counted first. An ended job moved last at its end.
 */
function recountMoved(transaction: Transaction) {
  return transaction<Drift[]>`
    with lately as materialized (
      select id, updated_at from scraping_jobs
      where finished_at is null and updated_at > statement_timestamp() - interval '1 minute'
      union all
      select id, updated_at from scraping_jobs where finished_at > statement_timestamp() - interval '1 minute'
    ), moved as materialized (
      select id from lately order by updated_at desc limit ${RECOUNT_JOBS_MAX}
    ), drift as materialized (
      select v.rule, v.subject, v.details from moved m cross join lateral (
        select rule, subject, details from invariant_violations where job_id = m.id offset 0
      ) v
    )
    insert into counter_drifts (rule, subject, details)
    select rule, subject, details from drift
    on conflict (rule, subject) do nothing
    returning rule, subject, details`;
}

function recountAll(transaction: Transaction) {
  return transaction<Drift[]>`
    insert into counter_drifts (rule, subject, details)
    select rule, subject, details from invariant_violations limit ${DRIFTS_MAX}
    on conflict (rule, subject) do nothing
    returning rule, subject, details`;
}

/** What was reported, newest first. */
export function readDrifts(sql: Sql) {
  return asWorker(
    sql,
    (transaction) => transaction<(Drift & { createdAt: Date })[]>`
      select rule, subject, details, created_at from counter_drifts order by id desc limit ${DRIFTS_MAX}`,
  );
}
