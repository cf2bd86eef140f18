import type { Caller } from "#lib/auth/index.ts";
import { logger } from "#lib/log/index.ts";
import type { BulkAnswer, JobFilter } from "./admin.types.ts";
import { readAsAdmin } from "./as-admin.ts";
import { filterCondition } from "./failed-tasks.ts";
import { requireKnownNames } from "./require-filter.ts";

/** Jobs that one request is done to. */
const JOBS_MAX = 50;

export interface JobToActOn {
  jobId: string;
  accountId: string;
  userId: string;
}

interface BulkAct {
  /** For the log: `cancelled`. */
  name: string;
  /** `open`: jobs that nobody has asked to end. `failed`: those that ended within the hours with something to be tried again. */
  jobs: "open" | "failed";
  /** Must be safe to be done twice. False where there was nothing to do. */
  act: (job: JobToActOn) => Promise<boolean>;
}

/**
 * Does something to every job that a filter means, the oldest first and each by itself: one that fails stops no other.
 * @throws AppError `not_found` for who is no admin; `bad_request` for a name that there is not
 */
export async function actOnJobs(
  caller: Caller,
  filter: JobFilter,
  { name, jobs, act }: BulkAct,
): Promise<BulkAnswer> {
  requireKnownNames(filter);
  const found = await readAsAdmin(caller, (transaction) => {
    const isMeant =
      jobs === "open"
        ? transaction`j.finished_at is null and j.cancel_requested_at is null`
        : transaction`j.status in ('partial', 'error')
            and j.finished_at > statement_timestamp() - ${filter.hours} * interval '1 hour'`;
    return transaction<JobToActOn[]>`
      select j.id as job_id, j.account_id, j.user_id from scraping_jobs j
      where ${isMeant} ${filterCondition(transaction, filter)}
      order by j.created_at, j.id limit ${JOBS_MAX + 1}`;
  });
  const answer: BulkAnswer = { done: 0, failed: 0, more: found.length > JOBS_MAX };
  for (const job of found.slice(0, JOBS_MAX)) {
    try {
      if (await act(job)) answer.done += 1;
    } catch (error) {
      answer.failed += 1;
      logger.error({ err: error, jobId: job.jobId, act: name }, "admin.act_failed");
    }
  }
  logger.info({ userId: caller.userId, filter, act: name, ...answer }, "admin.acted");
  return answer;
}
