import type { Caller } from "#lib/auth/index.ts";
import { asAdmin, asReader, database, type Transaction } from "#lib/db/index.ts";
import { notFound } from "#lib/errors.ts";
import { readCost, readEntries, readTimedJob } from "./reading/timeline-rows.ts";
import type { TimelineAnswer, TimelineQuery } from "./timeline.types.ts";

/**
 * What happened in a job of the account, page by page: its own turns, its tasks, its calls.
 * @throws AppError `not_found`, also for the job of another account.
 */
export function readTimeline(
  { accountId }: Caller,
  jobId: string,
  query: TimelineQuery,
): Promise<TimelineAnswer> {
  return asReader(database(), accountId, (transaction) => readPage(transaction, { jobId, accountId }, query));
}

/**
 * As `readTimeline`, of a job of any account: for admins, after the role check.
 * @throws AppError `not_found`
 */
export function readAnyTimeline(jobId: string, query: TimelineQuery): Promise<TimelineAnswer> {
  return asAdmin(database(), (transaction) => readPage(transaction, { jobId, accountId: null }, query));
}

async function readPage(
  transaction: Transaction,
  of: { jobId: string; accountId: string | null },
  query: TimelineQuery,
): Promise<TimelineAnswer> {
  const job = await readTimedJob(transaction, of);
  if (!job) throw notFound("job");
  const [cost, page] = await Promise.all([
    readCost(transaction, job.id),
    readEntries(transaction, { jobId: job.id, isAdmin: of.accountId === null }, query),
  ]);
  return { jobId: job.id, status: job.status, cost, ...page };
}
