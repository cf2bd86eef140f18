import { closeHold } from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import { incrementCreatorCount } from "#lib/services/index.ts";
import { readFairTags } from "./fair-queue.ts";
import { isEnded, isTargetMet, rowCount, updateProgress, writeJob } from "./job-tracker.ts";
import { releaseParked } from "./release.ts";
import type { JobRow } from "./rows.ts";

type Statement = PromiseLike<unknown>;

export interface JobChange {
  /** Statements on the job's own tasks and creators; sent together, in this order. */
  writes?: Statement[];
  /** Delivered creators to charge. */
  charge?: { count: number; key: string };
}

/**
 * The one way a job moves on. The caller holds the job's lock and has put its own changes into `job`; this
 * closes what is no longer needed, releases parked keywords, decides the end, and writes the job once.
 * Answers true when parked keywords became due.
 */
export async function jobStep(
  transaction: Transaction,
  job: JobRow,
  change: JobChange = {},
): Promise<boolean> {
  const writes = change.writes ?? [];
  job.version += 1;
  let hasReleased = false;
  if (job.cancelRequestedAt || (isTargetMet(job) && job.finders + job.parkedTasks > 0)) {
    await send(writes);
    await closeUnclaimed(transaction, job);
  } else if (job.finders === 0 && job.parkedTasks > 0) {
    await send(writes);
    const [tags] = await readFairTags(transaction, job);
    if (!tags) throw new Error(`account ${job.accountId} is gone`);
    await releaseParked(transaction, job, tags);
    hasReleased = true;
  }
  if (job.openTasks === 0) {
    await send(writes);
    await end(transaction, job);
  } else {
    updateProgress(job);
  }
  // Each is under way before the next is made, so they reach the connection in the lock order.
  const sent: Statement[] = [send(writes)];
  if (change.charge && change.charge.count > 0) {
    const { count, key } = change.charge;
    job.charged += count;
    sent.push(incrementCreatorCount(job.userId, count, { tx: transaction, jobId: job.id, key }));
  }
  if (isEnded(job)) {
    const { id: jobId, accountId, userId, refunded: refundAmount } = job;
    sent.push(closeHold(transaction, { accountId, userId, jobId, refundAmount }));
  }
  sent.push(writeJob(transaction, job));
  await Promise.all(sent);
  return hasReleased;
}

/** Sends statements in one round trip and waits for them; the list is empty afterwards. */
async function send(statements: Statement[]): Promise<void> {
  await Promise.all(statements.splice(0));
}

/**
 * Closes the tasks that nobody runs: all of a cancelled job, the finders of one whose target is met. Those
 * just then locked by a claim are closed by the sweeper.
 */
async function closeUnclaimed(transaction: Transaction, job: JobRow): Promise<void> {
  const isCancelled = job.cancelRequestedAt !== null;
  const closed = await transaction<{ kind: string; wasParked: boolean; count: number }[]>`
    with parked as (
      select id, true as was_parked from job_tasks
      where job_id = ${job.id} and state = 'parked' order by id for update
    ), pending as (
      select id, false as was_parked from job_tasks
      where job_id = ${job.id} and state = 'pending' and (${isCancelled} or kind in ('search', 'expand'))
      order by id for update skip locked
    ), closed as (
      update job_tasks t set state = ${isCancelled ? "cancelled" : "done"},
        reason = ${isCancelled ? "cancelled" : "not_needed"}, carry = '[]', woken_until = null,
        finished_at = clock_timestamp()
      from (select * from parked union all select * from pending) o where t.id = o.id
      returning t.kind, o.was_parked
    )
    select kind, was_parked, count(*)::int as count from closed group by kind, was_parked`;
  for (const { kind, wasParked, count } of closed) {
    job.openTasks -= count;
    if (wasParked) job.parkedTasks -= count;
    else if (kind === "search" || kind === "expand") job.finders -= count;
    if (kind === "search" && !isCancelled) job.keywordsCompleted += count;
    if (kind === "expand") job.expansionStatus = "not_needed";
  }
}

/** The end: creators whose details never came are skipped, and what failed decides the name of the end. */
async function end(transaction: Transaction, job: JobRow): Promise<void> {
  const reason = job.cancelRequestedAt ? "cancelled" : (job.error ?? "not_enriched");
  const skipped = await transaction<{ count: number }[]>`
    with skipped as (
      update job_creators set state = 'skipped', reason = ${reason}, version = ${job.version}
      where job_id = ${job.id} and state = 'found' returning 1
    )
    select count(*)::int as count from skipped`;
  job.creatorsSkipped += skipped[0]?.count ?? 0;
  job.refunded = job.creatorsCopied === 0 ? job.creatorsFiltered : await countRefundable(transaction, job);
  job.enrichmentStatus = "completed";
  job.percent = 100;
  job.status = nameOfEnd(job);
}

/** A copied creator was charged by the job that found it, so there is nothing here to give back for it. */
async function countRefundable(transaction: Transaction, job: JobRow): Promise<number> {
  const [filtered] = await transaction<{ count: number }[]>`
    select count(*)::int as count from job_creators where job_id = ${job.id} and not matches and not copied`;
  return filtered?.count ?? 0;
}

function nameOfEnd(job: JobRow): JobRow["status"] {
  if (job.cancelRequestedAt) return "cancelled";
  // A keyword that failed after delivering creators leaves something to use: that is partial. So does a retry of
  // creators alone, which has no keyword to complete.
  if (job.keywordsCompleted === 0 && rowCount(job) === 0) return "error";
  return job.keywordsFailed + job.creatorsFailed + job.creatorsSkipped > 0 ? "partial" : "completed";
}
