import type { Transaction } from "#lib/db/index.ts";
import type { JobBoard, Rate } from "./admin.types.ts";

/** Open jobs by state, what was begun and what has ended of late. Reads the open jobs and those of the last day. */
export async function readJobBoard(transaction: Transaction): Promise<JobBoard> {
  const [open, [created], ended, [oldestWaiting]] = await Promise.all([
    transaction<JobBoard["open"]>`
      select status, count(*)::int as count,
        extract(epoch from clock_timestamp() - min(created_at))::int as oldest_seconds
      from scraping_jobs where finished_at is null group by status order by status`,
    transaction<Rate[]>`
      select ${perMinute(transaction, transaction`created_at`)} from scraping_jobs
      where created_at > statement_timestamp() - interval '60 minutes'`,
    transaction<JobBoard["ended"]>`
      select status, count(*)::int as last_day, ${perMinute(transaction, transaction`finished_at`)}
      from scraping_jobs where finished_at > statement_timestamp() - interval '1 day' group by status order by status`,
    transaction<NonNullable<JobBoard["oldestWaiting"]>[]>`
      select id as job_id, account_id,
        extract(epoch from clock_timestamp() - created_at)::int as waiting_seconds
      from scraping_jobs where finished_at is null and status = 'pending' order by created_at, id limit 1`,
  ]);
  return {
    open: [...open],
    created: created ?? { perMinute5: 0, perMinute60: 0 },
    ended: [...ended],
    oldestWaiting: oldestWaiting ?? null,
  };
}

function perMinute(transaction: Transaction, moment: ReturnType<Transaction>) {
  return transaction`
    round(count(*) filter (where ${moment} > statement_timestamp() - interval '5 minutes') / 5.0, 2)::float8
      as per_minute5,
    round(count(*) filter (where ${moment} > statement_timestamp() - interval '60 minutes') / 60.0, 2)::float8
      as per_minute60`;
}
