import type { Transaction } from "#lib/db/index.ts";
import type { JobError, KeywordStatus } from "../types.ts";
import { ALL_PROVIDERS, type JobRow, QUEUE_REFUSED } from "../v2/index.ts";

interface StoredKeyword {
  keyword: string;
  keywordSource: KeywordStatus["source"] | null;
  keywordReason: string | null;
  state: "pending" | "parked" | "running" | "done" | "failed" | "cancelled";
  found: number;
  taken: number;
  leftOut: number;
  leftOutBy: KeywordStatus["leftOutBy"];
  cost: number;
  error: string | null;
}

/** The keywords of a job in the order they were given. */
export async function readKeywords(transaction: Transaction, jobId: string): Promise<KeywordStatus[]> {
  const rows = await transaction<StoredKeyword[]>`
    select keyword, keyword_source, keyword_reason, state, found, taken, left_out, left_out_by, cost, error
    from job_tasks
    where job_id = ${jobId} and kind = 'search' order by sequence`;
  return rows.map((row) => ({
    keyword: row.keyword,
    source: row.keywordSource ?? "user",
    ...(row.keywordReason ? { reason: row.keywordReason } : {}),
    status: row.state === "pending" ? "waiting" : row.state,
    found: row.found,
    unique: row.taken,
    leftOut: row.leftOut,
    leftOutBy: row.leftOutBy,
    cost: row.cost,
    ...(row.error ? { error: row.error } : {}),
  }));
}

/**
 * Why tasks of the job wait, such as a closed gate; null when none does. Where the gate is closed nothing of the job may
 * have been tried yet.
 */
export async function readWaitReason(transaction: Transaction, job: JobRow): Promise<string | null> {
  if (job.finishedAt) return null;
  const [wait] = await transaction<{ reason: string | null }[]>`
    select coalesce(
      (select error from job_tasks
        where job_id = ${job.id} and state = 'pending' and error is not null
          and (next_at > clock_timestamp() or error_code = ${QUEUE_REFUSED})
        order by next_at desc limit 1),
      (select coalesce(closed_reason, 'calls are stopped') from provider_gates
        where provider in (${job.provider}, ${ALL_PROVIDERS}) and closed_at is not null limit 1)) as reason`;
  return wait?.reason ?? null;
}

/** What failed and why, grouped: one line a keyword, one a reason for creators. */
export async function readErrors(transaction: Transaction, job: JobRow): Promise<JobError[]> {
  const hasFailures = job.keywordsFailed + job.creatorsFailed + job.creatorsSkipped > 0;
  if (!hasFailures && !job.error) return [];
  const [keywords, creators] = await Promise.all([
    transaction<{ keyword: string; code: string; message: string }[]>`
      select keyword, coalesce(error_code, 'failed') as code, coalesce(error, 'Failed.') as message
      from job_tasks where job_id = ${job.id} and kind = 'search' and state = 'failed' order by sequence`,
    transaction<{ state: string; reason: string | null; count: number }[]>`
      select state, reason, count(*)::int as count from job_creators
      where job_id = ${job.id} and state in ('failed', 'skipped') group by state, reason order by count desc`,
  ]);
  const late =
    job.error === "deadline" ? [{ code: "deadline", message: "The job took longer than it may." }] : [];
  return [
    ...late,
    ...keywords,
    ...creators.map(({ state, reason, count }) => ({
      code: state === "failed" ? "creator_failed" : "creator_skipped",
      message:
        state === "failed" ? (reason ?? "Failed.") : `Details were not fetched: ${reason ?? "skipped"}.`,
      count,
    })),
  ];
}
