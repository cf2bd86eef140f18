import { lockAccount } from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import type { JobStatus } from "../../types.ts";

/** Who asks, and under which key. */
export interface KeyOwner {
  userId: string;
  accountId: string;
  idempotencyKey: string | null;
}

export interface MadeJob {
  jobId: string;
  runId: string;
  status: JobStatus;
}

/**
 * The job that the key made before. From here on what one account asks for with keys goes one after the other.
 * @throws AppError `conflict` where the key was used for something else.
 */
export async function findByKey(
  transaction: Transaction,
  { accountId, userId, idempotencyKey }: KeyOwner,
  requestHash: string,
): Promise<MadeJob | undefined> {
  if (idempotencyKey === null) return undefined;
  const [, [found]] = await Promise.all([
    lockAccount(transaction, accountId).execute(),
    transaction<(MadeJob & { requestHash: string })[]>`
      select id as job_id, run_id, status, request_hash from scraping_jobs
      where account_id = ${accountId} and user_id = ${userId} and idempotency_key = ${idempotencyKey}`.execute(),
  ]);
  if (!found) return undefined;
  if (found.requestHash !== requestHash) {
    throw new AppError("conflict", "This Idempotency-Key was used with another body.", {
      field: "Idempotency-Key",
    });
  }
  const { jobId, runId, status } = found;
  return { jobId, runId, status };
}
