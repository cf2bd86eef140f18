import { type Caller, requireAdmin } from "#lib/auth/index.ts";
import { readAnyTimeline, type TimelineAnswer, type TimelineQuery } from "#lib/search-engine/index.ts";

/**
 * What happened in a job of any account, page by page.
 * @throws AppError `not_found`, also for who is no admin; `bad_request` for a cursor that no answer gave
 */
export async function readJobTimeline(
  caller: Caller,
  jobId: string,
  query: TimelineQuery,
): Promise<TimelineAnswer> {
  requireAdmin(caller);
  return readAnyTimeline(jobId, query);
}
