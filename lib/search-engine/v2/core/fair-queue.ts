import type { Transaction } from "#lib/db/index.ts";
import type { JobRow } from "./rows.ts";

/**
 * Start-time fair queueing over accounts, then jobs: a task's virtual time = max(the provider's, its job's
 * last) + the account's running jobs / the account's weight. So an account's jobs share one account's rate,
 * and a small job that comes later is not behind all of a huge one.
 */
export interface FairTags {
  base: number;
  step: number;
}

export function readFairTags(transaction: Transaction, job: { accountId: string; provider: string }) {
  return transaction<FairTags[]>`
    select coalesce((select virtual_time from provider_clocks where provider = ${job.provider}), 0) as base,
      greatest(1, (select count(*) from scraping_jobs
        where account_id = ${job.accountId} and finished_at is null and status <> 'pending'))::float8
      / (select weight from accounts where id = ${job.accountId}) as step`;
}

/** The virtual times of the next `count` tasks of the job, which remembers the last. */
export function nextVirtualTimes(job: Pick<JobRow, "virtualTime">, tags: FairTags, count: number): number[] {
  const base = Math.max(tags.base, job.virtualTime);
  const times = Array.from({ length: count }, (_, index) => base + (index + 1) * tags.step);
  job.virtualTime = times.at(-1) ?? job.virtualTime;
  return times;
}

/** Moves the provider's clock to what it serves now. Never waits: a lost move is made by the next claim. */
export function advanceClock(transaction: Transaction, provider: string, virtualTime: number) {
  return transaction`
    update provider_clocks set virtual_time = ${virtualTime}
    where provider = (
      select provider from provider_clocks
      where provider = ${provider} and virtual_time < ${virtualTime} for update skip locked)`;
}
