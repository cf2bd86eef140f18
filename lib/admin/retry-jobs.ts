import type { Caller } from "#lib/auth/index.ts";
import { retryAnyJob } from "#lib/search-engine/index.ts";
import { actOnJobs } from "./act-on-jobs.ts";
import type { BulkAnswer, BulkBody } from "./bulk.types.ts";

/**
 * Retries what failed in the jobs that a filter means, each as its owner would: as a new job of its run, out of the
 * owner's allowance.
 * @throws AppError `not_found` for who is no admin; `bad_request` for a name or a cursor that there is not
 */
export function retryJobs(caller: Caller, body: BulkBody): Promise<BulkAnswer> {
  return actOnJobs(caller, body, {
    name: "retry",
    jobs: "retryable",
    act: ({ jobId, ...owner }) => retryAnyJob(owner, jobId),
  });
}
