import type { Caller } from "#lib/auth/index.ts";
import { asReader, database, type Transaction } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { notFound } from "#lib/errors.ts";
import { logger } from "#lib/log/index.ts";
import { wakeWorkers } from "#lib/queue/index.ts";
import type { JobProgress, RetryScope, StatusAnswer, StatusQuery } from "../types.ts";
import { createEngine, engineSettings, type JobRow, rowCount, sweepOne } from "../v2/index.ts";
import { readCreators } from "./creator-rows.ts";
import { readPlace } from "./job-queries.ts";
import { filtersOf, toProgress } from "./job-summary.ts";
import { readErrors, readKeywords, readWaitReason } from "./keyword-rows.ts";
import { readScopes, toKinship } from "./kinship.ts";

/** A poll finds a job stale when nothing has moved for this many leases. */
const STALE_LEASES = 2;

export interface StatusRead {
  etag: string;
  /** A `StatusAnswer` as JSON. Null: the reader has it already. */
  body: string | null;
}

/**
 * What changed in a job since the cursor. An unchanged poll reads one job row.
 * @throws AppError `not_found`, also for the job of another account.
 */
export async function readStatus(
  caller: Caller,
  query: StatusQuery,
  ifNoneMatch: string | null,
): Promise<StatusRead> {
  const read = await asReader(database(), caller.accountId, async (transaction) => {
    const [job] = await selectJob(transaction, caller.accountId, query.jobId);
    if (!job) throw notFound("job");
    const places = await readPlace(transaction, caller.accountId, [job]);
    const scopes = await readScopes(transaction, caller.accountId, [job]);
    const beside = { place: places.get(job.id), canRetry: scopes.get(job.id) };
    const etag = etagOf(job, caller, query, beside);
    const body = matches(ifNoneMatch, etag) ? null : await readBody(transaction, job, query, beside);
    return { etag, body, stale: isStale(job) ? job : null };
  });
  if (read.stale) await sweepStale(read.stale);
  return { etag: read.etag, body: read.body };
}

type StatusJob = JobRow & { silentMs: number };

function selectJob(transaction: Transaction, accountId: string, jobId: string) {
  return transaction<StatusJob[]>`
    select *, (extract(epoch from clock_timestamp() - updated_at) * 1000)::float8 as silent_ms
    from scraping_jobs where id = ${jobId} and account_id = ${accountId}`;
}

/** What status shows of a job that changes without it. */
interface Beside {
  /** In line, while it is pending. */
  place: number | undefined;
  /** Where it ended with gaps: a retry takes them over. */
  canRetry: RetryScope | undefined;
}

/** Version, what the reader may see, which part was asked for, and what changes beside the job. */
function etagOf(job: StatusJob, caller: Caller, query: StatusQuery, { place, canRetry }: Beside): string {
  const { plan, role } = caller;
  const parts = [job.version, plan, role, query.since ?? "0", query.limit, place ?? ""];
  if (canRetry) parts.push(canRetry.keywords, canRetry.creators, Number(canRetry.expansion));
  return `W/"${parts.join(".")}"`;
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  return ifNoneMatch?.split(",").some((candidate) => candidate.trim() === etag) ?? false;
}

async function readBody(
  transaction: Transaction,
  job: StatusJob,
  query: StatusQuery,
  { place, canRetry }: Beside,
): Promise<string> {
  const [keywords, errors, page, waitReason] = await Promise.all([
    readKeywords(transaction, job.id),
    readErrors(transaction, job),
    readCreators(transaction, job, query),
    readWaitReason(transaction, job),
  ]);
  const sampleProviders = env("providers")
    .SAMPLE_DATA_PROVIDERS.split(",")
    .map((name) => name.trim());
  const head: Omit<StatusAnswer, "creators"> = {
    ...toKinship(job, canRetry),
    jobId: job.id,
    runId: job.runId,
    platform: job.platform,
    status: job.status,
    enrichmentStatus: job.enrichmentStatus,
    version: job.version,
    progress: withReason(toProgress(job, place), waitReason),
    filters: filtersOf(job),
    keywords,
    pagination: { nextCursor: page.nextCursor, total: rowCount(job), more: page.more },
    errors,
    sampleData: sampleProviders.includes(job.provider),
  };
  return `${JSON.stringify(head).slice(0, -1)},"creators":[${page.creators.join(",")}]}`;
}

function withReason(progress: JobProgress, reason: string | null): JobProgress {
  return reason ? { ...progress, details: `${progress.details} Some of it waits: ${reason}` } : progress;
}

function isStale(job: StatusJob): boolean {
  return job.finishedAt === null && job.silentMs > STALE_LEASES * engineSettings().leaseMs;
}

/** Should no worker be sweeping, the reader's poll does; and wakes whose message was lost are sent again. */
async function sweepStale({ id: jobId, provider }: StatusJob): Promise<void> {
  try {
    const wake = await sweepOne(createEngine(database()), jobId);
    await wakeWorkers(database(), [...wake, provider]);
  } catch (error) {
    logger.error({ err: error, jobId }, "status.sweep_failed");
  }
}
