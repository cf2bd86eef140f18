import { asWorker, type Transaction } from "#lib/db/index.ts";
import { ATTEMPTS_MAX } from "../core/config.ts";
import { jobStep } from "../core/job-step.ts";
import { isEnded, lockJob, lockTask } from "../core/job-tracker.ts";
import type { ProviderError } from "../core/provider-error.ts";
import { retryTransient } from "../core/retry-transient.ts";
import { type ClaimedTask, type JobRow, type Settled, STALE } from "../core/rows.ts";
import {
  type CreatorResult,
  countSettled,
  type OpenRow,
  type SettledRow,
  settleRow,
  updateCreators,
} from "./batch-rows.ts";
import { ensureSearching } from "./first-claim.ts";
import { filtersOfJob } from "./job-filters.ts";
import type { Engine } from "./types.ts";

/**
 * Settles each creator of the batch once, done or failed. Whether the task is done is decided from the rows
 * that are still open, not from the worker's report; what may be tried again stays with the task.
 */
export function settleBatch(
  engine: Engine,
  task: ClaimedTask,
  results: ReadonlyMap<string, CreatorResult>,
  delayMs: number,
): Promise<Settled> {
  return retryTransient(() =>
    asWorker(engine.sql, async (transaction) => {
      const [own] = await lockTask(transaction, task);
      if (!own) return STALE;
      const [[locked], open] = await Promise.all([
        lockJob(transaction, task.jobId),
        readOpen(transaction, task),
      ]);
      if (!locked) return STALE;
      const job = await ensureSearching(transaction, engine, locked);
      const burnsAttempt = [...results.values()].some(
        (result) => result.outcome === "failed" && result.error.burnsAttempt && result.error.isRetryable,
      );
      const isLastAttempt = burnsAttempt && own.attempts >= ATTEMPTS_MAX;
      const tries = { attempts: own.attempts, isLastAttempt };
      const filters = filtersOfJob(engine, job);
      const rows = open.flatMap((row) => settleRow(row, results.get(row.platformId), tries, filters) ?? []);
      const left = open.length - rows.length;
      const state = stateAfter(job, left, isLastAttempt);
      return saveBatch(transaction, {
        job,
        task: own,
        rows,
        state,
        delayMs,
        // After the last attempt only creators are left that somebody else is fetching: they begin anew.
        attempts: isLastAttempt ? 0 : attemptsAfter(own.attempts, burnsAttempt),
        error: firstError(results),
      });
    }),
  );
}

function readOpen(transaction: Transaction, task: ClaimedTask) {
  return transaction<OpenRow[]>`
    select platform_id, profile from job_creators
    where job_id = ${task.jobId} and state = 'found'
      and platform_id = any(${task.payload.creatorIds ?? []}::text[])`;
}

function stateAfter(job: JobRow, left: number, isLastAttempt: boolean) {
  if (job.cancelRequestedAt) return "cancelled";
  if (left === 0) return isLastAttempt ? "failed" : "done";
  return "pending";
}

/** Waiting for a gate or for another's fetch burns no attempt. */
function attemptsAfter(attempts: number, burnsAttempt: boolean): number {
  return burnsAttempt ? attempts : Math.max(0, attempts - 1);
}

function firstError(results: ReadonlyMap<string, CreatorResult>): ProviderError | null {
  for (const result of results.values()) {
    if (result.outcome === "failed" && result.error.kind !== "cancelled") return result.error;
  }
  return null;
}

async function saveBatch(
  transaction: Transaction,
  save: {
    job: JobRow;
    task: { id: string };
    rows: SettledRow[];
    state: "pending" | "done" | "failed" | "cancelled";
    delayMs: number;
    attempts: number;
    error: ProviderError | null;
  },
): Promise<Settled> {
  const { job, task, rows, state, delayMs, attempts, error } = save;
  const isClosed = state !== "pending";
  const writes = [...updateCreators(transaction, job, rows)];
  writes.push(transaction`
    update job_tasks set state = ${state}, lease_token = null, lease_until = null, woken_until = null,
      attempts = ${attempts}, wake_seq = wake_seq + 1, error = ${isClosed && state !== "failed" ? null : (error?.publicMessage ?? null)},
      error_code = ${isClosed && state !== "failed" ? null : (error?.kind ?? null)},
      next_at = clock_timestamp() + ${delayMs} * interval '1 millisecond',
      cost = (select coalesce(sum(l.cost), 0) from api_call_logs l where l.task_id = ${task.id}),
      finished_at = case when ${isClosed} then clock_timestamp() end
    where id = ${task.id}`);
  if (rows.length === 0 && !isClosed) {
    // Status shows only why it waits; waiting for another's fetch is not worth a word.
    if (error) {
      writes.push(transaction`
        update scraping_jobs set version = version + 1, updated_at = clock_timestamp() where id = ${job.id}`);
    }
    await Promise.all(writes);
    return { outcome: "waiting", creators: 0, endedAccountId: null, wake: [] };
  }
  countSettled(job, rows);
  if (isClosed) job.openTasks -= 1;
  const hasReleased = await jobStep(transaction, job, { writes });
  return {
    outcome: "settled",
    creators: rows.filter((row) => row.state === "enriched").length,
    endedAccountId: isEnded(job) ? job.accountId : null,
    wake: hasReleased ? [job.provider] : [],
  };
}
