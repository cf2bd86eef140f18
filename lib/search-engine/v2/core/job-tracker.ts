import type { Transaction } from "#lib/db/index.ts";
import type { JobRow, TaskRow } from "./rows.ts";

/**
 * The lock order that every writer keeps: own running task (by token), job, the job's unclaimed tasks,
 * job_creators, account, ledger. What is decided from other rows is read in a statement after the lock.
 */

/**
 * The running task, if this lease still holds it. Wait for its answer before anything else is locked: a row
 * that changed hands while the lock was awaited stays locked, and must be let go at once.
 */
export function lockTask(transaction: Transaction, task: { id: string; leaseToken: string }) {
  return transaction<TaskRow[]>`
    select * from job_tasks
    where id = ${task.id} and state = 'running' and lease_token = ${task.leaseToken} for update`;
}

export function lockJob(transaction: Transaction, jobId: string) {
  return transaction<JobRow[]>`select * from scraping_jobs where id = ${jobId} for no key update`;
}

/** First claim: from here the deadline runs. Nothing happens if the job has already moved. */
export function markSearching(transaction: Transaction, jobId: string, deadlineMs: number) {
  return transaction<JobRow[]>`
    update scraping_jobs set status = 'searching', started_at = clock_timestamp(), version = version + 1,
      deadline_at = clock_timestamp() + ${deadlineMs} * interval '1 millisecond', updated_at = clock_timestamp()
    where id = ${jobId} and status = 'dispatching' returning *`;
}

/** Writes what the draft says, once a transaction. */
export function writeJob(transaction: Transaction, job: JobRow) {
  return transaction`
    update scraping_jobs set status = ${job.status}, version = ${job.version}, percent = ${job.percent},
      keywords_dispatched = ${job.keywordsDispatched}, keywords_completed = ${job.keywordsCompleted},
      keywords_failed = ${job.keywordsFailed}, creators_found = ${job.creatorsFound},
      creators_enriched = ${job.creatorsEnriched}, creators_failed = ${job.creatorsFailed},
      creators_unavailable = ${job.creatorsUnavailable}, creators_filtered = ${job.creatorsFiltered},
      creators_skipped = ${job.creatorsSkipped}, emails_found = ${job.emailsFound},
      enrichment_status = ${job.enrichmentStatus}, expansion_status = ${job.expansionStatus},
      open_tasks = ${job.openTasks}, finders = ${job.finders}, parked_tasks = ${job.parkedTasks},
      virtual_time = ${job.virtualTime}, charged = ${job.charged}, refunded = ${job.refunded},
      cancel_requested_at = ${job.cancelRequestedAt}, error = ${job.error}, updated_at = clock_timestamp(),
      finished_at = case when ${isEnded(job)} then clock_timestamp() end
    where id = ${job.id}`;
}

export function isEnded(job: Pick<JobRow, "status">): boolean {
  return ["completed", "partial", "error", "cancelled"].includes(job.status);
}

export function isTargetMet(job: JobRow): boolean {
  return job.creatorsFound >= job.targetResults;
}

/** The job's rows of creators: those it found, and those that it took over as a retry. */
export function rowCount(job: Pick<JobRow, "creatorsFound" | "creatorsCopied">): number {
  return job.creatorsFound + job.creatorsCopied;
}

/** Creators whose details have been settled, one way or another. */
function settledCreators(job: JobRow): number {
  return job.creatorsEnriched + job.creatorsFailed + job.creatorsUnavailable + job.creatorsSkipped;
}

/** The phase and the percent of an open job, from its counters: half for finding, half for details. */
export function updateProgress(job: JobRow): void {
  const isFinding = job.finders + job.parkedTasks > 0;
  if (!isFinding && job.status === "searching") job.status = "enriching";
  if (rowCount(job) > 0) job.enrichmentStatus = "in_progress";
  const found = isFinding ? job.creatorsFound / Math.max(1, job.targetResults) : 1;
  const expected = isFinding ? job.targetResults + job.creatorsCopied : rowCount(job);
  const detailed = settledCreators(job) / Math.max(1, expected);
  job.percent = Math.max(job.percent, Math.min(99, Math.floor(50 * found + 50 * detailed)));
}
