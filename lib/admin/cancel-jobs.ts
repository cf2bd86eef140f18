import type { Caller } from "#lib/auth/index.ts";
import { cancelAnyJob } from "#lib/search-engine/index.ts";
import { actOnJobs } from "./act-on-jobs.ts";
import type { BulkAnswer, BulkBody } from "./bulk.types.ts";

/**
 * Cancels the open jobs that a filter means, as their owners could: what is delivered stays, what is held comes back.
 * @throws AppError `not_found` for who is no admin; `bad_request` for a name or a cursor that there is not
 */
export function cancelJobs(caller: Caller, body: BulkBody): Promise<BulkAnswer> {
  return actOnJobs(caller, body, { name: "cancel", jobs: "open", act: ({ jobId }) => cancelAnyJob(jobId) });
}
