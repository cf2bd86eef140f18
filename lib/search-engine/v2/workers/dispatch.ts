import { randomUUID } from "node:crypto";
import { reserve } from "#lib/billing/index.ts";
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
import { insertJob, insertRun, type NewJob } from "./dispatch-rows.ts";
import { hashOf, searchKeyOf } from "./frozen-request.ts";
import { findByKey, type KeyOwner } from "./idempotency.ts";

export interface DispatchRequest extends KeyOwner {
  body: DispatchBody;
  /** The job whose request the body repeats. */
  againOf?: string | null;
}

export interface Dispatched {
  answer: DispatchAnswer;
  /** Providers with tasks that are due after the commit. None where the job waits for a slot, or was there already. */
  wake: string[];
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
  // What is repeated was asked by its job: its campaign may be archived between two tries with one key.
  const { againOf } = request;
  const requestHash = hashOf(againOf ? { againOf, runId: body.runId ?? null } : body);
  const existing = await findByKey(transaction, request, requestHash);
  if (existing) return { answer: answer(adapter, body, keywords.length, existing), wake: [] };
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
  const job: NewJob = {
    ...ids,
    ...toNewJob(adapter, request, keywords),
    campaignId,
    requestHash,
    pendingCount,
    start,
  };
  // One round trip: each is under way before the next is made.
  await Promise.all([
    ...(body.runId ? [] : [insertRun(transaction, job).execute()]),
    ...insertJob(transaction, job).map((statement) => statement.execute()),
    reserve(transaction, { accountId, userId, jobId: ids.jobId, unit: "creators", amount: targetResults }),
  ]);
  const status = start ? "dispatching" : "pending";
  return {
    answer: answer(adapter, body, keywords.length, { ...ids, status }),
    wake: providersOf(start, adapter, expand),
  };
}

/** What a new job has from its request alone. */
function toNewJob(
  adapter: PlatformAdapter,
  { userId, accountId, body, againOf = null, idempotencyKey }: DispatchRequest,
  keywords: string[],
) {
  return {
    accountId,
    userId,
    campaignId: body.campaignId ?? null,
    adapter,
    retryOf: null,
    againOf,
    idempotencyKey,
    searchKey: searchKeyOf(body),
    request: { ...body, keywords },
    targetResults: body.targetResults,
    keywords: keywords.map((keyword) => ({ keyword, source: "user" as const, reason: null })),
    expansion: body.expand ? {} : null,
    batches: [],
  };
}

/** Whose tasks are due once the job has started. */
export function providersOf(
  start: JobStart | null,
  { provider }: PlatformAdapter,
  isExpanded: boolean,
): string[] {
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
