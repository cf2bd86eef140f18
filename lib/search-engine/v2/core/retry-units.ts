import type { Transaction } from "#lib/db/index.ts";
import type { RetryScope } from "../../types.ts";

/** What of an ended job failed and is still to be done. */
export interface RetryUnits {
  keywords: { keyword: string; source: "user" | "expansion"; reason: string | null }[];
  /** Platform ids, in the order of their positions. */
  creatorIds: string[];
  /** Its keywords could not be expanded. */
  expansion: boolean;
  /** Creators that the target still lacks, after the job and all its retries. */
  left: number;
}

/** The state of a task, and the reason of a creator, that a user's cancel left undone: no failure. */
const CANCELLED = "cancelled";

/**
 * The failed units of an ended job of the account. A unit that a retry has taken over is that retry's, wherever it
 * failed again; one that was cancelled with its retry is again that of the job. What a user stopped never failed.
 */
export async function readRetryUnits(
  transaction: Transaction,
  accountId: string,
  jobId: string,
): Promise<RetryUnits | undefined> {
  const [units] = await transaction<RetryUnits[]>`
    with recursive ${unitsOf(transaction, accountId, [jobId])}
    select a.left,
      coalesce((select jsonb_agg(jsonb_build_object('keyword', keyword, 'source', coalesce(keyword_source, 'user'),
        'reason', keyword_reason) order by sequence) from task where kind = 'search'), '[]') as keywords,
      exists (select 1 from task where kind = 'expand') as expansion,
      array(select platform_id from creator order by position) as creator_ids
    from remainder a`;
  return units;
}

/** How much a retry of each ended job would do; jobs of which nothing failed are left out. */
export async function readRetryScopes(
  transaction: Transaction,
  accountId: string,
  jobIds: readonly string[],
): Promise<Map<string, RetryScope>> {
  if (jobIds.length === 0) return new Map();
  const rows = await transaction<(RetryScope & { jobId: string })[]>`
    with recursive ${unitsOf(transaction, accountId, jobIds)}
    select a.job_id,
      case when a.left > 0 then (select count(*)::int from task t where t.job_id = a.job_id and t.kind = 'search')
        else 0 end as keywords,
      (select count(*)::int from creator c where c.job_id = a.job_id) as creators,
      a.left > 0 and exists (select 1 from task t where t.job_id = a.job_id and t.kind = 'expand') as expansion
    from remainder a`;
  return new Map(rows.map(({ jobId, ...scope }) => [jobId, scope]));
}

/** Parts of a statement: the failed `task`s and `creator`s of the jobs that have ended, and what the target of each lacks. */
function unitsOf(transaction: Transaction, accountId: string, jobIds: readonly string[]) {
  return transaction`
    asked as materialized (
      select id, target_results from scraping_jobs
      where id = any(${[...jobIds]}::uuid[]) and account_id = ${accountId} and finished_at is not null
    ), family as (
      select a.id as job_id, j.id, j.creators_found from asked a join scraping_jobs j on j.id = a.id
      union all
      select f.job_id, j.id, j.creators_found from family f join scraping_jobs j on j.retry_of = f.id
    ), remainder as (
      select a.id as job_id, greatest(0, a.target_results - sum(f.creators_found))::int as left
      from asked a join family f on f.job_id = a.id group by a.id, a.target_results
    ), task as (
      select a.id as job_id, t.kind, t.keyword, t.keyword_source, t.keyword_reason, t.sequence
      from asked a join job_tasks t on t.job_id = a.id
      where t.kind in ('search', 'expand') and t.state = 'failed' and not exists (
        select 1 from scraping_jobs r join job_tasks o
          on o.job_id = r.id and o.kind = t.kind and o.unit_key = t.unit_key
        where r.retry_of = a.id and o.state <> ${CANCELLED})
    ), creator as (
      select a.id as job_id, c.platform_id, c.position
      from asked a join job_creators c on c.job_id = a.id and c.state in ('failed', 'skipped')
      where c.erased_at is null and not (c.state = 'skipped' and c.reason = ${CANCELLED})
        and not exists (
          select 1 from scraping_jobs r join job_creators o on o.job_id = r.id and o.platform_id = c.platform_id
          where r.retry_of = a.id and not (o.state = 'skipped' and o.reason = ${CANCELLED}))
    )`;
}
