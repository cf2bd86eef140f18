import type { Sql, Transaction } from "#lib/db/index.ts";
import { fillVisitors } from "./history-visitors.ts";

/** What a Shoal holds after much use: jobs that have ended, with all that they left behind. */

const KEYWORDS_PER_JOB = 5;
const BATCH_SIZE = 10;
const JOBS_PER_ACCOUNT = 100;
/** Written in one transaction. */
const JOBS_AT_ONCE = 1_000;

/** Rows are written past triggers and foreign keys, as they would have been made over months. */
export async function inBulk(sql: Sql, fill: (transaction: Transaction) => Promise<unknown>): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    await fill(transaction);
  });
}

/** Somebody of the history, whose account has a hundred of its jobs. */
export const HISTORY_MEMBER = { email: "user0@example.com" } as const;

export interface History {
  /** Numbers of jobs, counted from 1, both included. */
  from: number;
  to: number;
  /** A multiple of ten. */
  creatorsPerJob: number;
}

/** Adds jobs to the history, and leaves the tables as autovacuum would. */
export async function fillHistory(sql: Sql, { from, to, creatorsPerJob }: History): Promise<void> {
  for (let first = from; first <= to; first += JOBS_AT_ONCE) {
    const last = Math.min(to, first + JOBS_AT_ONCE - 1);
    await inBulk(sql, (transaction) => fillJobs(transaction, { from: first, to: last, creatorsPerJob }));
  }
  await sql`vacuum analyze`;
}

async function fillJobs(transaction: Transaction, history: History): Promise<void> {
  const parts = partsOf(transaction, history);
  await fillPeople(transaction, parts);
  await fillVisitors(transaction, history);
  await transaction`
    insert into runs (id, account_id, user_id, created_at)
    select ${parts.run}, ${parts.account}, ${parts.user}, ${parts.at} from ${parts.jobs}`;
  await transaction`
    insert into scraping_jobs (id, account_id, user_id, run_id, type, platform, provider, status, request,
      request_hash, target_results, keywords_dispatched, keywords_completed, creators_found, creators_enriched,
      emails_found, enrichment_status, version, percent, reserved, charged, created_at, started_at, finished_at,
      updated_at)
    select ${parts.job}, ${parts.account}, ${parts.user}, ${parts.run}, 'search', 'tiktok', 'scrapecreators',
      'completed', jsonb_build_object('keywords', jsonb_build_array('word ' || j)), '', ${parts.creatorsPerJob},
      ${KEYWORDS_PER_JOB}, ${KEYWORDS_PER_JOB}, ${parts.creatorsPerJob}, ${parts.creatorsPerJob}, ${parts.creatorsPerJob},
      'completed', 30, 100, ${parts.creatorsPerJob}, ${parts.creatorsPerJob}, ${parts.at}, ${parts.at}, ${parts.at},
      ${parts.at}
    from ${parts.jobs}`;
  await fillTasks(transaction, parts);
  await fillCreators(transaction, parts);
  await fillCalls(transaction, parts);
  await fillLedger(transaction, parts);
}

/** Parts of statements over `generate_series(...) as j`; the ids of a row follow from its number. */
function partsOf(transaction: Transaction, { from, to, creatorsPerJob }: History) {
  return {
    creatorsPerJob,
    jobs: transaction`generate_series(${from}::int, ${to}::int) as j`,
    job: transaction`md5('job ' || j)::uuid`,
    run: transaction`md5('run ' || j)::uuid`,
    account: transaction`md5('history ' || j / ${JOBS_PER_ACCOUNT}::int)::uuid`,
    user: transaction`md5('user ' || j / ${JOBS_PER_ACCOUNT}::int)::uuid`,
    bucket: transaction`md5('bucket ' || j / ${JOBS_PER_ACCOUNT}::int)::uuid`,
    at: transaction`now() - interval '1 day' - j * interval '1 minute'`,
    profile: transaction`jsonb_build_object('handle', 'past' || j || '.' || n, 'displayName', 'Creator ' || n,
      'bio', repeat('A bio of some length. ', 8), 'followers', n * 100, 'following', n, 'country', 'DE',
      'verified', false, 'averageViews', n * 10, 'language', 'en')`,
  };
}

type Parts = ReturnType<typeof partsOf>;

async function fillPeople(transaction: Transaction, parts: Parts): Promise<void> {
  await transaction`
    insert into accounts (id, name, plan) select distinct ${parts.account}, 'Past', 'scale' from ${parts.jobs}
    on conflict do nothing`;
  await transaction`
    insert into users (id, email, name)
    select distinct ${parts.user}, 'user' || j / ${JOBS_PER_ACCOUNT}::int || '@example.com', 'Pat Past'
    from ${parts.jobs} on conflict do nothing`;
  await transaction`
    insert into memberships (account_id, user_id) select distinct ${parts.account}, ${parts.user}
    from ${parts.jobs} on conflict do nothing`;
}

async function fillTasks(transaction: Transaction, parts: Parts): Promise<void> {
  const share = parts.creatorsPerJob / KEYWORDS_PER_JOB;
  await transaction`
    insert into job_tasks (id, job_id, account_id, platform, provider, kind, unit_key, keyword, keyword_source, state,
      share, taken, found, exhausted, pages, settles, cost, virtual_time, finished_at)
    select md5('search ' || j || ' ' || k)::uuid, ${parts.job}, ${parts.account}, 'tiktok', 'scrapecreators',
      'search', 'word ' || k, 'word ' || k, 'user', 'done', ${share}, ${share}, ${share}, false, 1, 1, 1, j, ${parts.at}
    from ${parts.jobs}, generate_series(1, ${KEYWORDS_PER_JOB}) as k`;
  await transaction`
    insert into job_tasks (id, job_id, account_id, platform, provider, kind, unit_key, state, payload, cost,
      virtual_time, finished_at)
    select md5('enrich ' || j || ' ' || b)::uuid, ${parts.job}, ${parts.account}, 'tiktok', 'scrapecreators',
      'enrich', 'batch ' || b, 'done', jsonb_build_object('creatorIds', (select jsonb_agg('p' || j || '.' || n)
        from generate_series((b - 1) * ${BATCH_SIZE} + 1, b * ${BATCH_SIZE}) as n)), 10, j, ${parts.at}
    from ${parts.jobs}, generate_series(1, ${parts.creatorsPerJob / BATCH_SIZE}::int) as b`;
}

async function fillCreators(transaction: Transaction, parts: Parts): Promise<void> {
  const numbers = transaction`generate_series(1, ${parts.creatorsPerJob}) as n`;
  await transaction`
    insert into creators (platform, platform_id, handle, profile, enriched_at)
    select 'tiktok', 'p' || j || '.' || n, 'past' || j || '.' || n, ${parts.profile}, ${parts.at}
    from ${parts.jobs}, ${numbers}`;
  await transaction`
    insert into job_creators (job_id, platform_id, account_id, position, version, state, handle, profile, emails,
      task_id, found_at, enriched_at)
    select ${parts.job}, 'p' || j || '.' || n, ${parts.account}, n, 1 + n / 4, 'enriched', 'past' || j || '.' || n,
      ${parts.profile}, jsonb_build_array(jsonb_build_object('email', 'past' || n || '@example.org')),
      md5('search ' || j || ' ' || 1 + n % 5)::uuid, ${parts.at}, ${parts.at}
    from ${parts.jobs}, ${numbers}`;
  await transaction`
    insert into job_creator_matches (job_id, platform_id, keyword, content_id, account_id, url, caption, hashtags,
      views, likes)
    select ${parts.job}, 'p' || j || '.' || n, 'word ' || 1 + n % 5, 'post ' || n, ${parts.account},
      'https://example.org/' || n, repeat('caption ', 10), array['one', 'two'], n, n
    from ${parts.jobs}, ${numbers}`;
}

async function fillCalls(transaction: Transaction, parts: Parts): Promise<void> {
  await transaction`
    insert into api_call_logs (id, provider, action, reason, account_id, user_id, job_id, task_id, outcome, status,
      duration_ms, cost, timeout_ms, started_at, completed_at)
    select gen_random_uuid(), 'scrapecreators', 'profile', 'past' || n, ${parts.account}, ${parts.user},
      ${parts.job}, md5('enrich ' || j || ' ' || 1 + n % ${parts.creatorsPerJob / BATCH_SIZE}::int)::uuid, 'ok', 200, 300, 1, 120000, ${parts.at},
      ${parts.at}
    from ${parts.jobs}, generate_series(1, ${parts.creatorsPerJob + KEYWORDS_PER_JOB}) as n`;
  await transaction`
    insert into job_spend (job_id, credits)
    select ${parts.job}, ${parts.creatorsPerJob + KEYWORDS_PER_JOB} from ${parts.jobs}`;
}

/** What was held and charged of last month's allowance. */
async function fillLedger(transaction: Transaction, parts: Parts): Promise<void> {
  await transaction`
    insert into ledger_buckets (id, account_id, unit, period, expires_at, available)
    select distinct ${parts.bucket}, ${parts.account}, 'creators', 'past', now() - interval '1 day', 0
    from ${parts.jobs} on conflict do nothing`;
  await transaction`
    insert into ledger_entries (account_id, bucket_id, job_id, user_id, kind, available_delta, held_delta,
      idempotency_key)
    select ${parts.account}, ${parts.bucket}, null::uuid, null::uuid, 'grant', ${parts.creatorsPerJob}, 0, 'grant:' || j
    from ${parts.jobs}
    union all
    select ${parts.account}, ${parts.bucket}, ${parts.job}, ${parts.user}, 'reserve', ${-parts.creatorsPerJob}::int,
      ${parts.creatorsPerJob}, 'reserve:' || j from ${parts.jobs}
    union all
    select ${parts.account}, ${parts.bucket}, ${parts.job}, ${parts.user}, 'charge', 0,
      ${-parts.creatorsPerJob / KEYWORDS_PER_JOB}::int, 'charge:' || j || ':' || k
    from ${parts.jobs}, generate_series(1, ${KEYWORDS_PER_JOB}) as k`;
  await transaction`
    insert into ledger_holds (job_id, bucket_id, account_id, held, charged)
    select ${parts.job}, ${parts.bucket}, ${parts.account}, 0, ${parts.creatorsPerJob} from ${parts.jobs}`;
}
