import { createHash, randomUUID } from "node:crypto";
import { reserve } from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import { AppError, notFound } from "#lib/errors.ts";
import { planRefusals, throwRefusal, validateCreatorSearch } from "#lib/services/index.ts";
import type { DispatchAnswer, DispatchBody } from "../../types.ts";
import type { PlatformAdapter } from "../adapters/interface.ts";
import { achievableResults } from "../core/call-estimate.ts";
import { EXPANSION_KEYWORDS_MAX, EXPANSION_PROVIDER } from "../core/config.ts";
import { reportFilters } from "../core/filters.ts";
import { distinctKeywords } from "../core/keyword.ts";
import { insertKeywords } from "./keyword-tasks.ts";

export interface DispatchRequest {
  userId: string;
  accountId: string;
  body: DispatchBody;
  idempotencyKey: string | null;
}

interface ExistingJob {
  id: string;
  runId: string;
  status: DispatchAnswer["status"];
  requestHash: string;
}

/**
 * Makes a search job, its tasks and the hold on the allowance, in the caller's one transaction. No provider
 * and no model is asked here. The same Idempotency-Key with the same body answers the job that it made.
 * @throws AppError `allowance_exceeded`, `plan_limit`, `not_found` (run or campaign), `conflict` (key).
 */
export async function dispatchJob(
  transaction: Transaction,
  adapter: PlatformAdapter,
  request: DispatchRequest,
): Promise<DispatchAnswer> {
  const { userId, accountId, body, idempotencyKey } = request;
  const keywords = distinctKeywords(body.keywords);
  const requestHash = hashOf(body);
  // From here on dispatches of one account go one after the other.
  await transaction`select id from accounts where id = ${accountId} for no key update`;
  const existing = idempotencyKey ? await findExisting(transaction, request, idempotencyKey) : undefined;
  if (existing) {
    if (existing.requestHash !== requestHash) {
      throw new AppError("conflict", "This Idempotency-Key was used with another body.", {
        field: "Idempotency-Key",
      });
    }
    return answer(adapter, body, keywords.length, {
      jobId: existing.id,
      runId: existing.runId,
      status: existing.status,
    });
  }
  const { targetResults } = body;
  const covered = await validateCreatorSearch(userId, targetResults, { accountId, tx: transaction });
  const search = { platform: adapter, keywordCount: keywords.length, targetResults };
  throwRefusal(planRefusals(covered, search));
  await requireOwn(transaction, request);
  const ids = { jobId: randomUUID(), runId: body.runId ?? randomUUID() };
  // One round trip: each is under way before the next is made.
  await Promise.all([
    ...(body.runId ? [] : [insertRun(transaction, request, ids.runId).execute()]),
    ...insertJob(transaction, { request, adapter, ...ids, requestHash, keywords }).map((statement) =>
      statement.execute(),
    ),
    reserve(transaction, {
      accountId,
      userId,
      jobId: ids.jobId,
      unit: "creators",
      amount: body.targetResults,
    }),
  ]);
  return answer(adapter, body, keywords.length, { ...ids, status: "pending" });
}

function answer(
  adapter: PlatformAdapter,
  body: DispatchBody,
  keywordCount: number,
  made: Pick<DispatchAnswer, "jobId" | "runId" | "status">,
): DispatchAnswer {
  const job = { ...made, filters: reportFilters(body.filters, adapter.filters) };
  const achievable = achievableResults(adapter, keywordCount + (body.expand ? EXPANSION_KEYWORDS_MAX : 0));
  return achievable < body.targetResults ? { ...job, achievableResults: achievable } : job;
}

function hashOf(body: DispatchBody): string {
  const sorted = Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex");
}

async function findExisting(transaction: Transaction, request: DispatchRequest, key: string) {
  const [job] = await transaction<ExistingJob[]>`
    select id, run_id, status, request_hash from scraping_jobs
    where account_id = ${request.accountId} and user_id = ${request.userId} and idempotency_key = ${key}`;
  return job;
}

/** Campaign and run that the body names must be the account's own. */
async function requireOwn(transaction: Transaction, { accountId, body }: DispatchRequest): Promise<void> {
  if (body.campaignId) {
    const [campaign] = await transaction`
      select 1 from campaigns where id = ${body.campaignId} and account_id = ${accountId}`;
    if (!campaign) throw notFound("campaign");
  }
  if (body.runId) {
    const [run] = await transaction`
      select 1 from runs where id = ${body.runId} and account_id = ${accountId}`;
    if (!run) throw notFound("run");
  }
}

function insertRun(transaction: Transaction, { accountId, userId, body }: DispatchRequest, runId: string) {
  return transaction`
    insert into runs (id, account_id, user_id, campaign_id)
    values (${runId}, ${accountId}, ${userId}, ${body.campaignId ?? null})`;
}

/** The job and its tasks, as statements in their order. */
function insertJob(
  transaction: Transaction,
  insert: {
    request: DispatchRequest;
    adapter: PlatformAdapter;
    jobId: string;
    runId: string;
    requestHash: string;
    keywords: string[];
  },
) {
  const { request, adapter, jobId, runId, requestHash, keywords } = insert;
  const { accountId, userId, body, idempotencyKey } = request;
  const { platform, provider } = adapter;
  const pendingCount = Math.min(keywords.length, body.targetResults);
  const expandCount = body.expand ? 1 : 0;
  const share = Math.ceil(body.targetResults / (keywords.length + expandCount * EXPANSION_KEYWORDS_MAX));
  return [
    transaction`
      insert into scraping_jobs (id, account_id, user_id, run_id, campaign_id, type, platform, provider, request,
        request_hash, idempotency_key, target_results, keywords_dispatched, open_tasks, finders, parked_tasks,
        expansion_status, reserved)
      values (${jobId}, ${accountId}, ${userId}, ${runId}, ${body.campaignId ?? null}, 'search', ${platform}, ${provider},
        ${transaction.json({ ...body, keywords } as never)}, ${requestHash}, ${idempotencyKey}, ${body.targetResults},
        ${keywords.length}, ${keywords.length + expandCount}, ${pendingCount + expandCount},
        ${keywords.length - pendingCount}, ${body.expand ? "pending" : "none"}, ${body.targetResults})`,
    ...insertKeywords(
      transaction,
      { id: jobId, accountId, platform, provider },
      {
        keywords: keywords.map((keyword) => ({ keyword, source: "user" as const, reason: null })),
        share,
        pendingCount,
      },
    ),
    ...(body.expand
      ? [
          transaction`
            insert into job_tasks (job_id, account_id, platform, provider, kind, unit_key, wake_seq)
            values (${jobId}, ${accountId}, ${platform}, ${EXPANSION_PROVIDER}, 'expand', 'expand', 1)`,
        ]
      : []),
  ];
}
