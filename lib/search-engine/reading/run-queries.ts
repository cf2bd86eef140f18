import type { Transaction } from "#lib/db/index.ts";
import type { JobRow } from "../v2/index.ts";

export interface RunRecord {
  id: string;
  createdAt: Date;
}

/** The account is part of every condition, beside the row-level security of the role. */
export async function findRun(
  transaction: Transaction,
  accountId: string,
  runId: string,
): Promise<RunRecord | undefined> {
  const [run] = await transaction<RunRecord[]>`
    select id, created_at from runs where id = ${runId} and account_id = ${accountId}`;
  return run;
}

export function readRunJobs(transaction: Transaction, accountId: string, runId: string) {
  return transaction<JobRow[]>`
    select * from scraping_jobs where run_id = ${runId} and account_id = ${accountId}`;
}

/** The newest run before this one whose searches, retries aside, asked for just the same. */
export async function findEarlier(
  transaction: Transaction,
  accountId: string,
  run: RunRecord,
): Promise<RunRecord | undefined> {
  const [earlier] = await transaction<RunRecord[]>`
    with asked as (
      select array_agg(distinct search_key order by search_key) as keys from scraping_jobs
      where run_id = ${run.id} and account_id = ${accountId} and retry_of is null
    ), candidate as (
      select distinct j.run_id from asked, scraping_jobs j
      where j.account_id = ${accountId} and j.search_key = any(asked.keys) and j.run_id <> ${run.id}
    )
    select r.id, r.created_at from candidate c join runs r on r.id = c.run_id
    where (r.created_at, r.id) < (select created_at, id from runs where id = ${run.id})
      and (select array_agg(distinct j.search_key order by j.search_key) from scraping_jobs j
        where j.run_id = r.id and j.retry_of is null) = (select keys from asked)
    order by r.created_at desc, r.id desc limit 1`;
  return earlier;
}
