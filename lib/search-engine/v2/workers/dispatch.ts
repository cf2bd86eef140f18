import { createHash, randomUUID } from "node:crypto";
import { lockAccount, reserve } from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import { AppError, notFound } from "#lib/errors.ts";
import { planRefusals, throwRefusal, validateCreatorSearch } from "#lib/services/index.ts";
import type { DispatchAnswer, DispatchBody } from "../../types.ts";
import type { PlatformAdapter } from "../adapters/interface.ts";
import { achievableResults } from "../core/call-estimate.ts";
import { EXPANSION_KEYWORDS_MAX, EXPANSION_PROVIDER } from "../core/config.ts";
import { reportFilters } from "../core/filters.ts";
import { type JobStart, readSlots, startOf } from "../core/job-start.ts";
import { distinctKeywords } from "../core/keyword.ts";
import { requireCampaign } from "../core/require-campaign.ts";
import { insertJob, insertRun } from "./dispatch-rows.ts";

export interface DispatchRequest {
  userId: string;
  accountId: string;
  body: DispatchBody;
  idempotencyKey: string | null;
}

export interface Dispatched {
  answer: DispatchAnswer;
  /** Providers with tasks that are due after the commit. None where the job waits for a slot, or was there already. */
  wake: string[];
}

interface ExistingJob {
  id: string;
  runId: string;
  status: DispatchAnswer["status"];
  requestHash: string;
}

/**
 * Makes a search job, its tasks and the hold on the allowance, in the caller's one transaction; it starts there, too,
 * where the account has a slot free and no job that waits for it. No provider and no model is asked here. The same
 * Idempotency-Key with the same body answers the job that it made.
 * @throws AppError `allowance_exceeded`, `plan_limit`, `not_found` (run or campaign), `conflict` (key, archived campaign, run of another).
 */
export async function dispatchJob(
  transaction: Transaction,
  adapter: PlatformAdapter,
  request: DispatchRequest,
): Promise<Dispatched> {
  const { userId, accountId, body } = request;
  const { targetResults, expand } = body;
  const keywords = distinctKeywords(body.keywords);
  const requestHash = hashOf(body);
  const existing = await findExisting(transaction, request);
  if (existing) {
    if (existing.requestHash !== requestHash) {
      throw new AppError("conflict", "This Idempotency-Key was used with another body.", {
        field: "Idempotency-Key",
      });
    }
    const { id: jobId, runId, status } = existing;
    return { answer: answer(adapter, body, keywords.length, { jobId, runId, status }), wake: [] };
  }
  // One round trip: the slots are read after the account is locked.
  const [covered, slots] = await Promise.all([
    validateCreatorSearch(userId, targetResults, { accountId, tx: transaction }),
    readSlots(transaction, { accountId, provider: adapter.provider }),
  ]);
  const search = { platform: adapter, keywordCount: keywords.length, targetResults };
  throwRefusal(planRefusals(covered, search));
  const campaignId = await requireOwn(transaction, request);
  const pendingCount = Math.min(keywords.length, targetResults);
  const start = startOf(slots, covered.plan, { pendingCount, isExpanded: expand });
  const ids = { jobId: randomUUID(), runId: body.runId ?? randomUUID() };
  const job = { request, adapter, ...ids, campaignId, requestHash, keywords, pendingCount, start };
  // One round trip: each is under way before the next is made.
  await Promise.all([
    ...(body.runId ? [] : [insertRun(transaction, request, { runId: ids.runId, campaignId }).execute()]),
    ...insertJob(transaction, job).map((statement) => statement.execute()),
    reserve(transaction, { accountId, userId, jobId: ids.jobId, unit: "creators", amount: targetResults }),
  ]);
  const status = start ? "dispatching" : "pending";
  return {
    answer: answer(adapter, body, keywords.length, { ...ids, status }),
    wake: providersOf(start, adapter, expand),
  };
}

function providersOf(start: JobStart | null, { provider }: PlatformAdapter, isExpanded: boolean): string[] {
  if (!start) return [];
  return isExpanded ? [provider, EXPANSION_PROVIDER] : [provider];
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

/** The job that the key made before. From here on dispatches of one account with keys go one after the other. */
async function findExisting(
  transaction: Transaction,
  { accountId, userId, idempotencyKey }: DispatchRequest,
): Promise<ExistingJob | undefined> {
  if (idempotencyKey === null) return undefined;
  const [, [job]] = await Promise.all([
    lockAccount(transaction, accountId).execute(),
    transaction<ExistingJob[]>`
      select id, run_id, status, request_hash from scraping_jobs
      where account_id = ${accountId} and user_id = ${userId} and idempotency_key = ${idempotencyKey}`.execute(),
  ]);
  return job;
}

/**
 * Campaign and run that the body names must be the account's own, and the campaign open. The jobs of a run share its
 * campaign, which is the answer; null where it has none.
 */
async function requireOwn(
  transaction: Transaction,
  { accountId, body }: DispatchRequest,
): Promise<string | null> {
  const campaignId = body.runId
    ? await campaignOfRun(transaction, { accountId, runId: body.runId, asked: body.campaignId })
    : (body.campaignId ?? null);
  if (campaignId) await requireCampaign(transaction, accountId, campaignId);
  return campaignId;
}

async function campaignOfRun(
  transaction: Transaction,
  { accountId, runId, asked }: { accountId: string; runId: string; asked: string | undefined },
): Promise<string | null> {
  const [run] = await transaction<{ campaignId: string | null }[]>`
    select campaign_id from runs where id = ${runId} and account_id = ${accountId}`;
  if (!run) throw notFound("run");
  if (asked !== undefined && asked !== run.campaignId) {
    throw new AppError("conflict", "The run belongs to another campaign, or to none.", {
      field: "campaignId",
    });
  }
  return run.campaignId;
}
