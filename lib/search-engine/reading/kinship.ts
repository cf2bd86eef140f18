import type { Transaction } from "#lib/db/index.ts";
import type { JobKinship, RetryScope } from "../types.ts";
import { type JobRow, readRetryScopes } from "../v2/index.ts";

const NOTHING: RetryScope = { keywords: 0, creators: 0, expansion: false };

type Related = Pick<JobRow, "retryOf" | "againOf">;

export function toKinship(job: Related, canRetry: RetryScope = NOTHING): JobKinship {
  return { retryOf: job.retryOf, runAgainOf: job.againOf, canRetry };
}

/** What retries of the jobs would do; one look for those that ended with gaps, and none where no job did. */
export function readScopes(
  transaction: Transaction,
  accountId: string,
  jobs: readonly JobRow[],
): Promise<Map<string, RetryScope>> {
  const withGaps = jobs.filter((job) => job.finishedAt !== null && hasGaps(job));
  return readRetryScopes(
    transaction,
    accountId,
    withGaps.map((job) => job.id),
  );
}

function hasGaps(job: JobRow): boolean {
  const failed = job.keywordsFailed + job.creatorsFailed + job.creatorsSkipped;
  return failed > 0 || job.expansionStatus === "failed";
}
