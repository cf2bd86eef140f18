import { asWorker, type Sql, type Transaction } from "#lib/db/index.ts";
import { ATTEMPTS_MAX, backoffMs } from "../core/config.ts";
import type { CachedCreator } from "../core/creator-cache.ts";
import { judge, NOT_JUDGED } from "../core/filter-judge.ts";
import { jobStep } from "../core/job-step.ts";
import { isEnded, lockJob, lockTask } from "../core/job-tracker.ts";
import { ProviderError } from "../core/provider-error.ts";
import { retryTransient } from "../core/retry-transient.ts";
import { type ClaimedTask, type JobRow, type Settled, STALE, type TaskRow } from "../core/rows.ts";
import type { CreatorProfile } from "../core/types.ts";
import { countSettled, type SettledRow, updateCreators } from "./batch-rows.ts";
import { ensureSearching } from "./first-claim.ts";
import { filtersOfJob, type SeenPost, seenPosts } from "./job-filters.ts";
import { withFound } from "./page-rows.ts";
import type { Engine } from "./types.ts";

export interface Failure {
  code: string;
  message: string;
  isRetryable: boolean;
  burnsAttempt: boolean;
  attemptsMax?: number;
  retryAfterMs: number | null;
}

/** An error as a failure of a task. What is not the provider's word is ours: told in general terms. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ProviderError) {
    const {
      kind: code,
      publicMessage: message,
      isRetryable,
      burnsAttempt,
      attemptsMax,
      retryAfterMs,
    } = error;
    return { code, message, isRetryable, burnsAttempt, attemptsMax, retryAfterMs };
  }
  return {
    code: "internal",
    message: "An unexpected error in the worker.",
    isRetryable: true,
    burnsAttempt: true,
    retryAfterMs: null,
  };
}

/** Gives the task back for a later try, or closes it as failed when there is none left. */
export async function retryOrFail(engine: Engine, task: ClaimedTask, failure: Failure): Promise<Settled> {
  // A call refused because the lease had run out says nothing about the task: the next worker makes it.
  const isPassing = failure.isRetryable || failure.code === "cancelled";
  const mayRetry =
    isPassing &&
    (!failure.burnsAttempt || task.attempts < Math.min(ATTEMPTS_MAX, failure.attemptsMax ?? ATTEMPTS_MAX));
  const delayMs = Math.max(failure.retryAfterMs ?? 0, backoffMs(task.attempts, engine.settings));
  if (mayRetry && (await giveBack(engine.sql, task, { delayMs, failure }))) {
    return { outcome: "waiting", creators: 0, endedAccountId: null, wake: [] };
  }
  return closeTask(engine, task, failure);
}

/**
 * Ends the lease; the task is due again after `delayMs`. False when the lease is gone or the job cancelled;
 * with `ifExpired`, also when the lease has been extended meanwhile.
 * Why it has to wait, or that it no longer does, and what its calls cost are shown by status, so that the job's version
 * grows with it.
 */
export async function giveBack(
  sql: Sql,
  task: { id: string; jobId: string; leaseToken: string },
  later: { delayMs: number; failure?: Failure; ifExpired?: boolean },
): Promise<boolean> {
  const burnsAttempt = later.failure?.burnsAttempt ?? false;
  const ifExpired = later.ifExpired ?? false;
  const rows = await retryTransient(() =>
    asWorker(sql, async (transaction) => {
      const givenBack = await transaction`
        update job_tasks t set state = 'pending', lease_token = null, lease_until = null, woken_until = null,
          attempts = greatest(0, t.attempts - ${burnsAttempt ? 0 : 1}), wake_seq = t.wake_seq + 1,
          next_at = clock_timestamp() + ${later.delayMs} * interval '1 millisecond',
          error = ${later.failure?.message ?? null}, error_code = ${later.failure?.code ?? null},
          cost = (select coalesce(sum(l.cost), 0) from api_call_logs l where l.task_id = t.id)
        from scraping_jobs j
        where t.id = ${task.id} and t.state = 'running' and t.lease_token = ${task.leaseToken}
          and (not ${ifExpired} or t.lease_until < clock_timestamp())
          and j.id = t.job_id and j.cancel_requested_at is null
        returning t.id`;
      if (givenBack.length > 0) {
        await transaction`
          update scraping_jobs set version = version + 1, updated_at = clock_timestamp() where id = ${task.jobId}`;
      }
      return givenBack;
    }),
  );
  return rows.length > 0;
}

/**
 * Closes a running task as failed (cancelled, when its job is): the caller's own, or with `isExpired` one whose lease
 * ran out. That is passed over while somebody works on it, and when it has been claimed anew since.
 */
export function closeTask(
  engine: Engine,
  task: { id: string; jobId: string; leaseToken: string; isExpired?: boolean },
  failure: { code: string; message: string },
): Promise<Settled> {
  return retryTransient(() =>
    asWorker(engine.sql, async (transaction) => {
      const [own] = await (task.isExpired ? lockExpired(transaction, task) : lockTask(transaction, task));
      if (!own) return STALE;
      const [locked] = await lockJob(transaction, task.jobId);
      if (!locked) return STALE;
      const job = await ensureSearching(transaction, engine, locked);
      const state = job.cancelRequestedAt ? "cancelled" : "failed";
      const writes = [
        ...(own.kind === "enrich" && state === "failed"
          ? await failCreators(transaction, engine, { job, own, reason: failure.message })
          : []),
        transaction`
          update job_tasks set state = ${state}, lease_token = null, lease_until = null, woken_until = null,
            carry = '[]', error = ${failure.message}, error_code = ${failure.code},
            cost = (select coalesce(sum(l.cost), 0) from api_call_logs l where l.task_id = ${own.id}),
            finished_at = clock_timestamp()
          where id = ${own.id}`,
      ];
      countClosed(job, own.kind, state);
      const hasReleased = await jobStep(transaction, job, { writes });
      return {
        outcome: "settled",
        creators: 0,
        endedAccountId: isEnded(job) ? job.accountId : null,
        wake: hasReleased ? [job.provider] : [],
      };
    }),
  );
}

/** What the closing of a running task means to its job's counters. */
function countClosed(job: JobRow, kind: TaskRow["kind"], state: "failed" | "cancelled"): void {
  job.openTasks -= 1;
  if (kind === "search" || kind === "expand") job.finders -= 1;
  if (kind === "search" && state === "failed") job.keywordsFailed += 1;
  if (kind === "expand") job.expansionStatus = state === "failed" ? "failed" : "not_needed";
}

function lockExpired(transaction: Transaction, task: { id: string; leaseToken: string }) {
  return transaction<TaskRow[]>`
    select * from job_tasks where id = ${task.id} and state = 'running' and lease_token = ${task.leaseToken}
      and lease_until < clock_timestamp()
    for update skip locked`;
}

interface OpenCreator extends Partial<CachedCreator> {
  platformId: string;
  found: CreatorProfile;
  posts: SeenPost[];
}

/** Creators that the batch leaves open: those that were fetched after all are complete, the rest failed. */
async function failCreators(
  transaction: Transaction,
  engine: Engine,
  close: { job: JobRow; own: TaskRow; reason: string },
) {
  const { job, own, reason } = close;
  const filters = filtersOfJob(engine, job);
  const open = await transaction<OpenCreator[]>`
    select jc.platform_id, jc.profile as found, ${seenPosts(transaction)} as posts, c.profile, c.emails, c.enriched_at
    from job_creators jc
    left join creators c on c.platform = ${job.platform} and c.platform_id = jc.platform_id
      and c.enriched_at > clock_timestamp() - ${engine.settings.freshDays} * interval '1 day'
    where jc.job_id = ${job.id} and jc.state = 'found'
      and jc.platform_id = any(${own.payload.creatorIds ?? []}::text[])`;
  const rows = open.map((creator): SettledRow => {
    const { platformId, found, posts, emails = [], enrichedAt = null } = creator;
    if (!creator.profile || enrichedAt === null) {
      const nothing = { emails: [], enrichedAt: null, fromCache: false, ...NOT_JUDGED };
      return { platformId, state: "failed", reason, profile: found, ...nothing };
    }
    const profile = withFound(creator.profile, found);
    const fit = judge(filters, { profile, emails, posts });
    return {
      platformId,
      state: "enriched",
      reason: null,
      profile,
      emails,
      enrichedAt,
      fromCache: true,
      ...fit,
    };
  });
  countSettled(job, rows);
  return updateCreators(transaction, job, rows);
}
