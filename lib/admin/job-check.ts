import type { Caller } from "#lib/auth/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import { notFound } from "#lib/errors.ts";
import type { AdminJobAnswer, CounterCheck } from "./admin.types.ts";
import { findAdminJob } from "./admin-jobs.ts";
import { readAsAdmin } from "./as-admin.ts";

/**
 * A job's counters beside a recount of its rows, of one snapshot: at every commit the two are equal.
 * @throws AppError `not_found`, also for who is no admin
 */
export function checkJob(caller: Caller, jobId: string): Promise<AdminJobAnswer> {
  return readAsAdmin(caller, async (transaction) => {
    const job = await findAdminJob(transaction, jobId);
    if (!job) throw notFound("job");
    const [counters, violations, tasks] = await Promise.all([
      recount(transaction, jobId),
      transaction<AdminJobAnswer["violations"]>`
        select rule, subject, details from invariant_violations where job_id = ${jobId}`,
      transaction<AdminJobAnswer["tasks"]>`
        select kind, state, count(*)::int as count from job_tasks where job_id = ${jobId}
        group by kind, state order by kind, state`,
    ]);
    return { job, counters, violations: [...violations], tasks: [...tasks] };
  });
}

/** By the same definitions as `invariant_violations`, which shows contradictions alone. */
async function recount(transaction: Transaction, jobId: string): Promise<CounterCheck[]> {
  const rows = await transaction<Omit<CounterCheck, "drift">[]>`
    select c.counter, c.stored::int, c.recounted::int
    from scraping_jobs j, lateral (
      select count(*) filter (where state in ('pending', 'parked', 'running')) as open,
        count(*) filter (where state in ('pending', 'running') and kind in ('search', 'expand')) as finders,
        count(*) filter (where state = 'parked') as parked,
        count(*) filter (where kind = 'search') as keywords,
        count(*) filter (where kind = 'search' and state = 'done') as completed,
        count(*) filter (where kind = 'search' and state = 'failed') as failed
      from job_tasks where job_id = j.id
    ) t, lateral (
      select count(*) as found, count(*) filter (where state = 'enriched') as enriched,
        count(*) filter (where state = 'failed') as failed,
        count(*) filter (where state = 'unavailable') as unavailable,
        count(*) filter (where state = 'skipped') as skipped, count(*) filter (where not matches) as filtered,
        case when count(erased_at) = 0 then count(*) filter (where emails <> '[]'::jsonb) end as emails
      from job_creators where job_id = j.id
    ) r, lateral (
      select coalesce(sum(held_delta) filter (where kind = 'reserve'), 0) as reserved,
        -coalesce(sum(held_delta) filter (where kind = 'charge'), 0) as charged,
        coalesce(sum(available_delta) filter (where kind = 'refund'), 0) as refunded
      from ledger_entries where job_id = j.id
    ) l, lateral (values
      ('openTasks', j.open_tasks, t.open), ('finders', j.finders, t.finders),
      ('parkedTasks', j.parked_tasks, t.parked), ('keywordsDispatched', j.keywords_dispatched, t.keywords),
      ('keywordsCompleted', j.keywords_completed, t.completed), ('keywordsFailed', j.keywords_failed, t.failed),
      ('creatorsFound', j.creators_found, r.found), ('creatorsEnriched', j.creators_enriched, r.enriched),
      ('creatorsFailed', j.creators_failed, r.failed), ('creatorsUnavailable', j.creators_unavailable, r.unavailable),
      ('creatorsSkipped', j.creators_skipped, r.skipped), ('creatorsFiltered', j.creators_filtered, r.filtered),
      ('emailsFound', j.emails_found, r.emails), ('reserved', j.reserved, l.reserved),
      ('charged', j.charged, l.charged), ('refunded', j.refunded, l.refunded)
    ) c(counter, stored, recounted)
    where j.id = ${jobId}`;
  return rows.map((row) => ({
    ...row,
    drift: row.recounted === null ? null : row.recounted - row.stored,
  }));
}
