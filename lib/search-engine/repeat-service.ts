import type { Caller } from "#lib/auth/index.ts";
import { asUser, database, type Transaction } from "#lib/db/index.ts";
import { AppError, notFound } from "#lib/errors.ts";
import { afterDispatch } from "./job-service.ts";
import { findJob } from "./reading/job-queries.ts";
import { findFirstOf, hasOpenCampaign } from "./reading/repeat-queries.ts";
import type { AgainBody } from "./repeat.types.ts";
import { requireAdapter } from "./require-adapter.ts";
import { type DispatchBody, dispatchBodySchema } from "./types.ts";
import { type Dispatched, dispatchJob, NothingToRetry, type Retried, retryJob } from "./v2/index.ts";

type Owner = Pick<Caller, "userId" | "accountId">;

interface Keyed {
  idempotencyKey: string | null;
}

/**
 * Does again what failed in a job that has ended, as a new job of its run. `afterDispatch` has it worked on.
 * @throws AppError `not_found`, also for the job of another account; `conflict` where nothing is to be retried;
 * else as `dispatchSearch`.
 */
export function retrySearch(
  { userId, accountId }: Owner,
  jobId: string,
  { idempotencyKey }: Keyed,
): Promise<Retried> {
  return asUser(database(), accountId, async (transaction) => {
    const job = await findJob(transaction, accountId, jobId);
    if (!job) throw notFound("job");
    return retryJob(transaction, requireAdapter(job.platform), { userId, accountId, job, idempotencyKey });
  });
}

/**
 * Retries a job of whatever account as its owner would, out of the owner's allowance, and has it worked on: whoever
 * calls this has made sure that an admin asks.
 * @returns false where a retry of it is under way already, or nothing of it is left to be retried
 * @throws AppError as `retrySearch`
 */
export async function retryAnyJob(owner: Owner, jobId: string): Promise<boolean> {
  try {
    const retried = await retrySearch(owner, jobId, { idempotencyKey: null });
    await afterDispatch(owner.accountId, retried);
    return retried.isNew;
  } catch (error) {
    if (error instanceof NothingToRetry) return false;
    throw error;
  }
}

/**
 * Dispatches the frozen request of a job once more: in a run of its own or the one given, and in the same campaign
 * unless that is archived. Of a retry it is the request that the retry belongs to.
 * @throws AppError `not_found`, also for what is another account's; else as `dispatchSearch`.
 */
export function searchAgain(
  { userId, accountId }: Caller,
  jobId: string,
  { runId, idempotencyKey }: AgainBody & Keyed,
): Promise<Dispatched> {
  return asUser(database(), accountId, async (transaction) => {
    const job = await findFirstOf(transaction, accountId, jobId);
    if (!job) throw notFound("job");
    const asked = await thawRequest(transaction, job);
    const body = runId === undefined ? asked : { ...asked, runId };
    const request = { userId, accountId, body, againOf: job.id, idempotencyKey };
    return dispatchJob(transaction, requireAdapter(job.platform), request);
  });
}

async function thawRequest(
  transaction: Transaction,
  job: { accountId: string; campaignId: string | null; request: object },
): Promise<DispatchBody> {
  const { data } = dispatchBodySchema
    .omit({ runId: true, campaignId: true })
    .safeParse(withoutPlace(job.request));
  if (!data) throw new AppError("conflict", "This search was made by an earlier version: begin it anew.");
  const { accountId, campaignId } = job;
  const isKept = campaignId !== null && (await hasOpenCampaign(transaction, { accountId, campaignId }));
  return isKept ? { ...data, campaignId } : data;
}

function withoutPlace(request: object): object {
  const { runId: _, campaignId: __, ...asked } = request as { runId?: string; campaignId?: string };
  return asked;
}
