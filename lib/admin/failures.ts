import type { Caller } from "#lib/auth/index.ts";
import type { FailureGroup, FailuresAnswer, FailuresQuery } from "./admin.types.ts";
import { readAsAdmin } from "./as-admin.ts";
import { failedTasks } from "./failed-tasks.ts";
import { isRetryable } from "./retryable.ts";

const GROUPS_MAX = 200;

/**
 * What failed within the hours asked for, the most frequent first.
 * @throws AppError `not_found` for who is no admin
 */
export async function listFailures(caller: Caller, { hours }: FailuresQuery): Promise<FailuresAnswer> {
  const groups = await readAsAdmin(
    caller,
    (transaction) => transaction<(Omit<FailureGroup, "newestAt"> & { newestAt: Date })[]>`
      with failed as materialized (${failedTasks(transaction, hours)}), job as materialized (
        select j.id, j.finished_at is null as is_open, coalesce(${isRetryable(transaction, hours)}, false) as is_retryable
        from scraping_jobs j where j.id = any(array(select distinct job_id from failed))
      )
      select f.provider, f.kind, f.reason, count(*)::int as tasks, count(distinct f.job_id)::int as jobs,
        count(distinct f.job_id) filter (where j.is_open)::int as open_jobs,
        count(distinct f.job_id) filter (where j.is_retryable)::int as retryable_jobs,
        max(f.finished_at) as newest_at, (array_agg(f.error order by f.finished_at desc))[1] as message,
        (array_agg(f.job_id order by f.finished_at desc))[1] as newest_job_id
      from failed f join job j on j.id = f.job_id
      group by f.provider, f.kind, f.reason
      order by tasks desc, newest_at desc limit ${GROUPS_MAX}`,
  );
  const failures = groups.map((group) => ({ ...group, newestAt: group.newestAt.toISOString() }));
  return { hours, failures };
}
