import type { Transaction } from "#lib/db/index.ts";
import type { JobSummary } from "../types.ts";
import { findJobsOfRuns, readPlace } from "./job-queries.ts";
import { toSummary } from "./job-summary.ts";
import { readScopes } from "./kinship.ts";

/** A run has a job a platform, and those of its retries: the newest of them are shown. */
const JOBS_PER_RUN_MAX = 20;

/** The jobs of runs of the account, by the run's id, oldest first. A run that is not the account's has none. */
export async function readRunJobs(
  transaction: Transaction,
  accountId: string,
  runIds: readonly string[],
): Promise<Map<string, JobSummary[]>> {
  const jobs = await findJobsOfRuns(transaction, accountId, { runIds, jobsPerRunMax: JOBS_PER_RUN_MAX });
  const [places, scopes] = await Promise.all([
    readPlace(transaction, accountId, jobs),
    readScopes(transaction, accountId, jobs),
  ]);
  const summaries = jobs.map((job) =>
    toSummary(job, { placeInLine: places.get(job.id), canRetry: scopes.get(job.id) }),
  );
  return Map.groupBy(summaries, ({ runId }) => runId);
}
