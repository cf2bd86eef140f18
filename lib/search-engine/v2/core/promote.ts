import { getPlan, lockAccount } from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import type { JobRow } from "./rows.ts";

/**
 * Starts the oldest waiting job of the account if it has a slot free. Account first, then the job without
 * waiting: the reverse of the lock order, which is safe because it never waits for a job. Answers the
 * providers whose tasks became due, or null when nothing started.
 */
export async function promoteOne(transaction: Transaction, accountId: string): Promise<string[] | null> {
  const [, [account], [waiting]] = await Promise.all([
    lockAccount(transaction, accountId),
    transaction<{ plan: string; weight: number; openJobs: number }[]>`
      select plan, weight, (select count(*)::int from scraping_jobs j
        where j.account_id = a.id and j.finished_at is null and j.status <> 'pending') as open_jobs
      from accounts a where id = ${accountId}`,
    transaction<JobRow[]>`
      select * from scraping_jobs
      where account_id = ${accountId} and finished_at is null and status = 'pending'
      order by created_at, id limit 1 for no key update skip locked`,
  ]);
  if (!account || !waiting || account.openJobs >= getPlan(account.plan).jobSlots) return null;
  const step = (account.openJobs + 1) / account.weight;
  const due = await transaction<{ provider: string }[]>`
    with due as (
      select t.id, row_number() over (order by t.sequence) as place,
        greatest(coalesce(c.virtual_time, 0), ${waiting.virtualTime}::float8) as base
      from job_tasks t left join provider_clocks c on c.provider = t.provider
      where t.job_id = ${waiting.id} and t.state = 'pending'
    ), tagged as (
      update job_tasks t set virtual_time = due.base + due.place * ${step}::float8, next_at = clock_timestamp()
      from due where t.id = due.id returning t.virtual_time, t.provider
    ), started as (
      update scraping_jobs set status = 'dispatching', version = version + 1, updated_at = clock_timestamp(),
        virtual_time = greatest(virtual_time, (select max(virtual_time) from tagged))
      where id = ${waiting.id}
    )
    select distinct provider from tagged`;
  return due.map((row) => row.provider);
}
