import type { Transaction } from "#lib/db/index.ts";
import type { PlatformAdapter } from "../adapters/interface.ts";
import { EXPANSION_KEYWORDS_MAX, EXPANSION_PROVIDER } from "../core/config.ts";
import type { JobStart } from "../core/job-start.ts";
import type { TaskPayload } from "../core/rows.ts";
import { type EnrichBatch, insertBatches } from "./enrich-tasks.ts";
import { insertKeywords, type NewKeyword } from "./keyword-tasks.ts";

/** A job as it is made, with its first tasks. */
export interface NewJob {
  jobId: string;
  runId: string;
  accountId: string;
  userId: string;
  campaignId: string | null;
  adapter: PlatformAdapter;
  retryOf: string | null;
  againOf: string | null;
  idempotencyKey: string | null;
  requestHash: string;
  searchKey: string | null;
  /** Frozen as it was asked. */
  request: object;
  targetResults: number;
  keywords: NewKeyword[];
  /** Keywords that are searched at once; the rest is parked. */
  pendingCount: number;
  /** Of the task that asks for more keywords; null where none does. */
  expansion: TaskPayload | null;
  /** Creators that a retry begins with, to be completed. */
  batches: EnrichBatch[];
  /** Null where it has to wait for a slot. */
  start: JobStart | null;
}

export function insertRun(
  transaction: Transaction,
  { runId, accountId, userId, campaignId }: Pick<NewJob, "runId" | "accountId" | "userId" | "campaignId">,
) {
  return transaction`
    insert into runs (id, account_id, user_id, campaign_id)
    values (${runId}, ${accountId}, ${userId}, ${campaignId})`;
}

/** The job and its tasks, as statements in their order. With a `start` it has begun. */
export function insertJob(transaction: Transaction, job: NewJob) {
  const { jobId, accountId, adapter, keywords, pendingCount, batches, start } = job;
  const { platform, provider } = adapter;
  const expandCount = job.expansion ? 1 : 0;
  const copiedCount = batches.reduce((sum, { payload }) => sum + payload.creatorIds.length, 0);
  const share = Math.ceil(
    job.targetResults / Math.max(1, keywords.length + expandCount * EXPANSION_KEYWORDS_MAX),
  );
  const owner = { id: jobId, accountId, platform, provider };
  return [
    transaction`
      insert into scraping_jobs (id, account_id, user_id, run_id, campaign_id, retry_of, again_of, type, platform, provider,
        request, request_hash, search_key, idempotency_key, status, virtual_time, target_results, keywords_dispatched,
        open_tasks, finders, parked_tasks, creators_copied, expansion_status, reserved)
      values (${jobId}, ${accountId}, ${job.userId}, ${job.runId}, ${job.campaignId}, ${job.retryOf}, ${job.againOf},
        'search', ${platform}, ${provider}, ${transaction.json(job.request as never)}, ${job.requestHash}, ${job.searchKey},
        ${job.idempotencyKey}, ${start ? "dispatching" : "pending"}, ${start?.virtualTime ?? 0}, ${job.targetResults},
        ${keywords.length}, ${keywords.length + batches.length + expandCount}, ${pendingCount + expandCount},
        ${keywords.length - pendingCount}, ${copiedCount}, ${job.expansion ? "pending" : "none"}, ${job.targetResults})`,
    ...insertKeywords(transaction, owner, {
      keywords,
      share,
      pendingCount,
      ...(start ? { virtualTimes: start.taskTimes } : {}),
    }),
    ...insertBatches(transaction, owner, {
      batches,
      ...(start ? { virtualTimes: start.taskTimes.slice(pendingCount) } : {}),
    }),
    ...(job.expansion
      ? [
          transaction`
            insert into job_tasks (job_id, account_id, platform, provider, kind, unit_key, payload, virtual_time, wake_seq)
            values (${jobId}, ${accountId}, ${platform}, ${EXPANSION_PROVIDER}, 'expand', 'expand',
              ${transaction.json(job.expansion as never)}, ${start?.expansionTime ?? "infinity"}::float8, 1)`,
        ]
      : []),
  ];
}
