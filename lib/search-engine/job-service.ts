import type { Caller } from "#lib/auth/index.ts";
import { asReader, asUser, asWorker, database, type Transaction } from "#lib/db/index.ts";
import { AppError, notFound } from "#lib/errors.ts";
import { wakeWorkers } from "#lib/queue/index.ts";
import { findJob, findJobs, type JobRecord, readPlace } from "./reading/job-queries.ts";
import { toSummary } from "./reading/job-summary.ts";
import { readScopes } from "./reading/kinship.ts";
import { requireAdapter } from "./require-adapter.ts";
import { type DispatchBody, isTerminal, type JobListQuery, type JobSummary } from "./types.ts";
import { afterEnd, type Dispatched, dispatchJob, promoteOne, requestCancel } from "./v2/index.ts";

/**
 * Makes a search job. Nobody works on it yet: `afterDispatch` has it searched.
 * @throws AppError for a platform that is not there, a plan or allowance that does not cover it, a run or
 * campaign that is not the account's, an Idempotency-Key used with another body.
 */
export async function dispatchSearch(
  caller: Caller,
  body: DispatchBody,
  options: { idempotencyKey: string | null },
): Promise<Dispatched> {
  const adapter = requireAdapter(body.platform);
  const { userId, accountId } = caller;
  return asUser(database(), accountId, (transaction) =>
    dispatchJob(transaction, adapter, { userId, accountId, body, idempotencyKey: options.idempotencyKey }),
  );
}

/**
 * Wakes the workers for what a dispatch made due. Where that is nothing, jobs may wait: those are started that the
 * account's free slots allow. Lost, the sweeper does it.
 */
export async function afterDispatch(accountId: string, { wake }: Pick<Dispatched, "wake">): Promise<void> {
  await wakeWorkers(database(), wake.length > 0 ? wake : await startWaiting(accountId));
}

/** Starts what the account's free slots allow, a transaction each. Answers the providers to wake then. */
async function startWaiting(accountId: string): Promise<string[]> {
  const providers: string[] = [];
  for (;;) {
    const started = await asUser(database(), accountId, (transaction) => promoteOne(transaction, accountId));
    if (started === null) return providers;
    providers.push(...started);
  }
}

/**
 * The account's jobs, newest first.
 * @throws AppError `bad_request` for a platform that is not there, a cursor that no answer gave.
 */
export function listJobs(
  caller: Caller,
  query: JobListQuery,
): Promise<{ jobs: JobSummary[]; nextCursor: string | null }> {
  if (query.platform !== undefined) requireAdapter(query.platform);
  return asReader(database(), caller.accountId, async (transaction) => {
    const { jobs, nextCursor } = await findJobs(transaction, caller.accountId, query);
    return { jobs: await summariesOf(transaction, caller, jobs), nextCursor };
  });
}

/** @throws AppError `not_found`, also for the job of another account. */
export function getJob(caller: Caller, jobId: string): Promise<JobSummary> {
  return asReader(database(), caller.accountId, async (transaction) => {
    const job = await findJob(transaction, caller.accountId, jobId);
    if (!job) throw notFound("job");
    return summaryOf(transaction, caller, job);
  });
}

/**
 * Cancels a job; what is already delivered stays, and what was held and not used comes back.
 * @throws AppError `not_found`; `conflict` when it has ended otherwise.
 */
export async function cancelJob(caller: Caller, jobId: string): Promise<JobSummary> {
  const { accountId } = caller;
  const { summary, hasEnded, provider } = await asUser(database(), accountId, async (transaction) => {
    if (!(await findJob(transaction, accountId, jobId))) throw notFound("job");
    await requestCancel(transaction, jobId);
    const job = await findJob(transaction, accountId, jobId);
    if (!job) throw notFound("job");
    if (job.finishedAt && job.status !== "cancelled") {
      throw new AppError("conflict", `The job has ended already: ${job.status}.`);
    }
    return {
      summary: await summaryOf(transaction, caller, job),
      hasEnded: job.finishedAt !== null,
      provider: job.provider,
    };
  });
  const started = hasEnded ? await startWaiting(accountId) : [];
  // What waited behind its tasks may go on.
  await wakeWorkers(database(), [provider, ...started]);
  return summary;
}

/**
 * Cancels a job of whatever account: whoever calls this has made sure that an admin asks.
 * @returns false where there is none, or it has ended otherwise
 */
export async function cancelAnyJob(jobId: string): Promise<boolean> {
  const sql = database();
  const job = await asWorker(sql, (transaction) => requestCancel(transaction, jobId));
  if (!job?.cancelRequestedAt) return false;
  await wakeWorkers(sql, await afterEnd(sql, isTerminal(job.status) ? job.accountId : null, [job.provider]));
  return true;
}

async function summaryOf(transaction: Transaction, caller: Caller, job: JobRecord): Promise<JobSummary> {
  const [summary] = await summariesOf(transaction, caller, [job]);
  if (!summary) throw new Error("one job has one summary");
  return summary;
}

async function summariesOf(
  transaction: Transaction,
  { accountId }: Caller,
  jobs: JobRecord[],
): Promise<JobSummary[]> {
  const [places, scopes] = await Promise.all([
    readPlace(transaction, accountId, jobs),
    readScopes(transaction, accountId, jobs),
  ]);
  return jobs.map((job) => toSummary(job, { placeInLine: places.get(job.id), canRetry: scopes.get(job.id) }));
}
