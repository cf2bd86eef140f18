import type { Transaction } from "#lib/db/index.ts";
import type { PlatformAdapter } from "../adapters/interface.ts";
import { EXPANSION_KEYWORDS_MAX, EXPANSION_PROVIDER } from "../core/config.ts";
import type { JobStart } from "../core/job-start.ts";
import type { DispatchRequest } from "./dispatch.ts";
import { insertKeywords } from "./keyword-tasks.ts";

export function insertRun(
  transaction: Transaction,
  { accountId, userId }: DispatchRequest,
  { runId, campaignId }: { runId: string; campaignId: string | null },
) {
  return transaction`
    insert into runs (id, account_id, user_id, campaign_id)
    values (${runId}, ${accountId}, ${userId}, ${campaignId})`;
}

/** The job and its tasks, as statements in their order. With a `start` it has begun. */
export function insertJob(
  transaction: Transaction,
  insert: {
    request: DispatchRequest;
    adapter: PlatformAdapter;
    jobId: string;
    runId: string;
    campaignId: string | null;
    requestHash: string;
    keywords: string[];
    /** Keywords that are searched at once; the rest is parked. */
    pendingCount: number;
    start: JobStart | null;
  },
) {
  const { request, adapter, jobId, runId, campaignId, requestHash, keywords, pendingCount, start } = insert;
  const { accountId, userId, body, idempotencyKey } = request;
  const { platform, provider } = adapter;
  const expandCount = body.expand ? 1 : 0;
  const share = Math.ceil(body.targetResults / (keywords.length + expandCount * EXPANSION_KEYWORDS_MAX));
  return [
    transaction`
      insert into scraping_jobs (id, account_id, user_id, run_id, campaign_id, type, platform, provider, request,
        request_hash, idempotency_key, status, virtual_time, target_results, keywords_dispatched, open_tasks, finders, parked_tasks,
        expansion_status, reserved)
      values (${jobId}, ${accountId}, ${userId}, ${runId}, ${campaignId}, 'search', ${platform}, ${provider},
        ${transaction.json({ ...body, keywords } as never)}, ${requestHash}, ${idempotencyKey}, ${start ? "dispatching" : "pending"},
        ${start?.virtualTime ?? 0}, ${body.targetResults},
        ${keywords.length}, ${keywords.length + expandCount}, ${pendingCount + expandCount},
        ${keywords.length - pendingCount}, ${body.expand ? "pending" : "none"}, ${body.targetResults})`,
    ...insertKeywords(
      transaction,
      { id: jobId, accountId, platform, provider },
      {
        keywords: keywords.map((keyword) => ({ keyword, source: "user" as const, reason: null })),
        share,
        pendingCount,
        ...(start ? { virtualTimes: start.keywordTimes } : {}),
      },
    ),
    ...(body.expand
      ? [
          transaction`
            insert into job_tasks (job_id, account_id, platform, provider, kind, unit_key, virtual_time, wake_seq)
            values (${jobId}, ${accountId}, ${platform}, ${EXPANSION_PROVIDER}, 'expand', 'expand',
              ${start?.expansionTime ?? "infinity"}::float8, 1)`,
        ]
      : []),
  ];
}
