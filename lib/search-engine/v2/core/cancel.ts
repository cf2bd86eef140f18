import type { Transaction } from "#lib/db/index.ts";
import { jobStep } from "./job-step.ts";
import { isEnded, lockJob } from "./job-tracker.ts";
import type { JobRow } from "./rows.ts";

/**
 * Asks for the end of a job: what nobody runs is closed here, what runs settles or expires. Answers the job
 * as it is now, or undefined when there is none. Again, or after the end: nothing happens.
 */
export async function requestCancel(transaction: Transaction, jobId: string): Promise<JobRow | undefined> {
  const [job] = await lockJob(transaction, jobId);
  if (!job || isEnded(job) || job.cancelRequestedAt) return job;
  const [now] = await transaction<{ at: Date }[]>`select clock_timestamp() as at`;
  job.cancelRequestedAt = now?.at ?? new Date();
  await jobStep(transaction, job);
  return job;
}

/**
 * Closes what a claim held locked when its job was cancelled or its target met, and ends or releases what
 * nobody else will. For the sweeper, which has found that the job needs it.
 */
export async function tidyJob(transaction: Transaction, jobId: string): Promise<JobRow | undefined> {
  const [job] = await lockJob(transaction, jobId);
  if (!job || isEnded(job)) return undefined;
  await jobStep(transaction, job);
  return job;
}
