import type { Sql, Transaction } from "#lib/db/index.ts";
import { inBulk } from "#tests/support/history.ts";
import type { SignedIn } from "../shared/accounts.ts";
import { dispatch } from "../shared/jobs.ts";
import type { World } from "../shared/world.ts";

/** A run that is under way and stays so: no worker takes up its tasks. Its rows are written by the bench. */
export interface OpenRun {
  runId: string;
  jobId: string;
  /** Rows so far. */
  count: number;
}

const KEYWORDS = 5;
/** A row of the database says more than what is asked for: the product's own limit is 5,000 a search. */
const TARGET = 100_000;

/** @param count rows that it has from the start */
export async function makeOpenRun(world: World, member: SignedIn, count: number): Promise<OpenRun> {
  const keywords = world.keywords.take(KEYWORDS);
  const { jobId } = await dispatch(world, member, { keywords, targetResults: 1_000 });
  await inBulk(
    world.sql,
    (transaction) => transaction`
      update scraping_jobs set status = 'searching', started_at = now(), target_results = ${TARGET},
        enrichment_status = 'in_progress', percent = 10
      where id = ${jobId}`,
  );
  const run = { runId: await runOf(world, jobId), jobId, count: 0 };
  await addRows(world.sql, run, count);
  await world.analyze();
  return run;
}

export async function runOf(world: World, jobId: string): Promise<string> {
  const [job] = await world.sql<{ runId: string }[]>`select run_id from scraping_jobs where id = ${jobId}`;
  if (!job) throw new Error("no job");
  return job.runId;
}

/** Delivers more, all of them at once, as the next version of the job, which no poll takes for one that stands still. */
export async function addRows(sql: Sql, run: OpenRun, count: number): Promise<void> {
  const [from, to] = [run.count + 1, run.count + count];
  await inBulk(sql, async (transaction) => {
    const [job] = await transaction<{ version: number; taskId: string; keywords: string[] }[]>`
      update scraping_jobs j set version = version + 1, creators_found = ${to}, creators_enriched = ${to},
        emails_found = ${to}, updated_at = now() + interval '1 hour'
      where id = ${run.jobId}
      returning version, (select array_agg(keyword order by id) from job_tasks where job_id = j.id) as keywords,
        (select id from job_tasks where job_id = j.id order by id limit 1) as task_id`;
    if (!job) throw new Error("no job");
    const { version, taskId, keywords } = job;
    const numbers = transaction`generate_series(${from}::int, ${to}::int) as n`;
    await transaction`
      insert into job_creators (job_id, platform_id, account_id, position, version, state, handle, profile, emails,
        task_id, found_at, enriched_at)
      select j.id, 'creator' || n, j.account_id, n, ${version}::bigint, 'enriched', 'creator.' || n,
        ${profileOf(transaction)}, ${emailsOf(transaction)}, ${taskId}::uuid, now(), now()
      from ${numbers}, scraping_jobs j where j.id = ${run.jobId}`;
    await transaction`
      insert into job_creator_matches (job_id, platform_id, keyword, content_id, account_id, url, caption, hashtags,
        views, likes)
      select j.id, 'creator' || n, (${keywords}::text[])[1 + (n + k) % ${KEYWORDS}], 'post ' || n || '.' || k,
        j.account_id, 'https://example.org/' || n, repeat('A caption of some length. ', 4), array['one', 'two'], n, n
      from ${numbers}, generate_series(1, 2) as k, scraping_jobs j where j.id = ${run.jobId}`;
  });
  run.count = to;
}

/** As complete as a platform gives it, but for pictures, of which a browser's work is not the product's. */
function profileOf(transaction: Transaction) {
  return transaction`jsonb_build_object('handle', 'creator.' || n, 'displayName', 'Creator Number ' || n,
    'profileUrl', 'https://example.org/@creator.' || n, 'avatarUrl', null, 'bio', repeat('A bio of some length. ', 8),
    'links', '[]'::jsonb, 'followers', n * 137, 'following', n, 'posts', n % 900, 'likes', n * 1000,
    'averageViews', n * 71, 'engagementRate', (n % 900) / 10000.0, 'postsSampled', 12, 'verified', n % 10 = 0,
    'category', null, 'country', 'DE', 'language', 'de', 'languageConfidence', 0.9,
    'lastPostAt', to_char(now() - n % 20 * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))`;
}

function emailsOf(transaction: Transaction) {
  return transaction`case when n % 3 = 0 then '[]'::jsonb else jsonb_build_array(jsonb_build_object(
    'address', 'creator.' || n || '@example.org', 'source', 'bio', 'original', 'creator.' || n || '@example.org')) end`;
}
