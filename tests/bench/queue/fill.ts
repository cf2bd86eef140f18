import type { Sql, Transaction } from "#lib/db/index.ts";
import { inBulk } from "#tests/support/history.ts";
import { PLATFORM } from "../shared/jobs.ts";

export const PROVIDER = "scrapecreators";
const JOBS_PER_ACCOUNT = 10;
const BATCH_SIZE = 10;

/** Nothing of an earlier load is left. */
export async function empty(sql: Sql): Promise<void> {
  await inBulk(
    sql,
    (transaction) => transaction`
      truncate job_tasks, job_creators, job_creator_matches, scraping_jobs, creators, api_call_logs, runs`,
  );
}

/**
 * Due tasks with nothing to do, each of its own job: a keyword whose pages have ended and with nobody in store.
 * Claim and settle are all that such a task needs.
 * @param isLast whether the settle also ends the job; else another of its keywords is still to come
 */
export async function fillNoOps(sql: Sql, count: number, isLast: boolean): Promise<void> {
  const others = isLast ? 0 : 1;
  await inBulk(sql, async (transaction) => {
    await fillJobs(transaction, { count, openTasks: 1 + others, finders: 1 + others, targetResults: 10 });
    await transaction`
      insert into job_tasks (job_id, account_id, platform, provider, kind, unit_key, keyword, keyword_source,
        share, exhausted, virtual_time)
      select j.id, j.account_id, j.platform, j.provider, 'search', 'no-op', 'no-op', 'user', 10, true,
        row_number() over ()
      from scraping_jobs j where j.finished_at is null`;
    if (isLast) return;
    await transaction`
      insert into job_tasks (job_id, account_id, platform, provider, kind, unit_key, keyword, keyword_source,
        share, virtual_time, next_at)
      select j.id, j.account_id, j.platform, j.provider, 'search', 'later', 'later', 'user', 10, 1e9,
        clock_timestamp() + interval '1 day'
      from scraping_jobs j where j.finished_at is null`;
  });
  await sql`analyze`;
}

/**
 * One job with due batches of ten creators, whom another job has completed meanwhile: each batch settles
 * from the cache, with no call. One more task is still to come, so that no batch is the last.
 */
export async function fillHotJob(sql: Sql, batches: number): Promise<void> {
  const creators = batches * BATCH_SIZE;
  await inBulk(sql, async (transaction) => {
    await fillJobs(transaction, { count: 1, openTasks: batches + 1, finders: 1, targetResults: creators });
    await transaction`
      insert into creators (platform, platform_id, handle, profile, enriched_at)
      select ${PLATFORM}, 'c' || n, 'creator' || n, ${profile(transaction)}, clock_timestamp()
      from generate_series(1, ${creators}) as n`;
    await transaction`
      insert into job_creators (job_id, platform_id, account_id, position, version, handle, profile, task_id)
      select j.id, 'c' || n, j.account_id, n, 1, 'creator' || n, ${profile(transaction)}, gen_random_uuid()
      from scraping_jobs j, generate_series(1, ${creators}) as n`;
    await transaction`update scraping_jobs set creators_found = ${creators - 1}`;
    await transaction`
      insert into job_tasks (job_id, account_id, platform, provider, kind, unit_key, payload, virtual_time)
      select j.id, j.account_id, j.platform, j.provider, 'enrich', 'batch ' || b, jsonb_build_object('creatorIds',
          (select jsonb_agg('c' || n) from generate_series((b - 1) * ${BATCH_SIZE} + 1, b * ${BATCH_SIZE}) as n)), b
      from scraping_jobs j, generate_series(1, ${batches}) as b`;
    await transaction`
      insert into job_tasks (job_id, account_id, platform, provider, kind, unit_key, keyword, keyword_source,
        share, virtual_time, next_at)
      select j.id, j.account_id, j.platform, j.provider, 'search', 'later', 'later', 'user', 10, 1e9,
        clock_timestamp() + interval '1 day' from scraping_jobs j`;
  });
  await sql`analyze`;
}

function profile(transaction: Transaction) {
  return transaction`jsonb_build_object('handle', 'creator' || n, 'displayName', 'Creator ' || n, 'bio',
    'Collabs: creator' || n || '@example.org. ' || repeat('words ', 20), 'followers', n, 'country', 'DE')`;
}

/** Open jobs of accounts that have no more of them than their plan allows. */
async function fillJobs(
  transaction: Transaction,
  fill: { count: number; openTasks: number; finders: number; targetResults: number },
): Promise<void> {
  const { count, openTasks, finders, targetResults } = fill;
  const accounts = Math.ceil(count / JOBS_PER_ACCOUNT);
  const accountOf = transaction`md5('account ' || n % ${accounts})::uuid`;
  await transaction`
    insert into accounts (id, name, plan)
    select distinct ${accountOf}, 'Bench', 'scale' from generate_series(1, ${count}) as n on conflict do nothing`;
  await transaction`
    insert into scraping_jobs (account_id, user_id, run_id, type, platform, provider, status, request,
      request_hash, target_results, keywords_dispatched, open_tasks, finders, started_at, deadline_at)
    select ${accountOf}, ${accountOf}, gen_random_uuid(), 'search', ${PLATFORM}, ${PROVIDER}, 'searching',
      '{"keywords": ["no-op"]}', '', ${targetResults}, ${finders}, ${openTasks}, ${finders}, clock_timestamp(),
      clock_timestamp() + interval '1 day'
    from generate_series(1, ${count}) as n`;
}
