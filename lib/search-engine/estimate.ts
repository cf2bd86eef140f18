import type { Caller } from "#lib/auth/index.ts";
import { type Balance, foreseeBalance, getPlan, type Plan } from "#lib/billing/index.ts";
import { asReader, database } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { notAMember } from "#lib/errors.ts";
import { sampleDataProviders } from "#lib/health/index.ts";
import { planRefusals } from "#lib/services/index.ts";
import type { Bounds, EstimateAnswer, EstimateBody } from "./estimate.types.ts";
import { capVerdict, placeOf, toGate } from "./estimate-parts.ts";
import { type AccountUse, countKnown, readAccountUse } from "./reading/estimate-rows.ts";
import { requireAdapter } from "./require-adapter.ts";
import { achievableResults, type CallBounds, estimateCalls } from "./v2/core/call-estimate.ts";
import { EXPANSION_KEYWORDS_MAX } from "./v2/core/config.ts";
import { fieldsNeeded } from "./v2/core/filter-judge.ts";
import { distinctKeywords } from "./v2/core/keyword.ts";
import { isExpansionKept } from "./v2/core/keyword-cache.ts";
import { createExpander } from "./v2/core/keyword-expander.ts";
import { type GateRow, readGate } from "./v2/core/provider-gate.ts";
import { requireCampaign } from "./v2/core/require-campaign.ts";
import { engineSettings, type PlatformAdapter } from "./v2/index.ts";

interface AccountState {
  use: AccountUse;
  plan: Plan;
  balance: Balance;
  knownCount: number;
  gate: GateRow | undefined;
}

/**
 * What a dispatch with this body would cost at most, and whether it would be taken. Writes nothing, takes no
 * lock, asks no provider and no model. What it says holds when it is asked: other searches go on meanwhile.
 * @throws AppError as a dispatch would: for a platform that is not there, a campaign that is not the account's.
 */
export async function estimateSearch(caller: Caller, body: EstimateBody): Promise<EstimateAnswer> {
  const adapter = requireAdapter(body.platform);
  const keywords = distinctKeywords(body.keywords);
  const [account, expansion] = await Promise.all([
    readAccount(caller, adapter, body, keywords),
    foreseeExpansion(body, keywords),
  ]);
  return toAnswer(adapter, body, { keywordCount: keywords.length, account, expansion });
}

/** One snapshot, read only. */
function readAccount(
  { accountId, userId }: Caller,
  adapter: PlatformAdapter,
  body: EstimateBody,
  keywords: readonly string[],
): Promise<AccountState> {
  const { freshDays } = engineSettings();
  return asReader(database(), accountId, async (transaction) => {
    const search = { accountId, platform: adapter.platform, keywords, freshDays };
    const [use, knownCount, [gate]] = await Promise.all([
      readAccountUse(transaction, { accountId, userId }),
      countKnown(transaction, search),
      readGate(transaction, adapter.provider),
    ]);
    if (!use) throw notAMember();
    if (body.campaignId) await requireCampaign(transaction, accountId, body.campaignId);
    const plan = getPlan(use.plan);
    const balance = await foreseeBalance(transaction, { accountId, unit: "creators", plan });
    return { use, plan, balance, knownCount, gate };
  });
}

async function foreseeExpansion(
  { expand, platform }: EstimateBody,
  keywords: readonly string[],
): Promise<EstimateAnswer["expansion"]> {
  if (!expand) return { source: "none", keywordsMax: 0, modelCallsMax: 0 };
  const sql = database();
  const { source: model } = createExpander(sql, env("model"));
  const keywordsMax = EXPANSION_KEYWORDS_MAX;
  if (!model) return { source: "rules", keywordsMax, modelCallsMax: 0 };
  const isKept = await isExpansionKept(sql, model, { platform, keywords });
  return { source: isKept ? "kept" : "model", keywordsMax, modelCallsMax: isKept ? 0 : 1 };
}

function toAnswer(
  adapter: PlatformAdapter,
  body: EstimateBody,
  found: { keywordCount: number; account: AccountState; expansion: EstimateAnswer["expansion"] },
): EstimateAnswer {
  const { platform, provider, limits } = adapter;
  const { targetResults } = body;
  const { use, plan, balance, knownCount, gate } = found.account;
  const keywordCount = found.keywordCount + found.expansion.keywordsMax;
  const creatorsMax = Math.min(targetResults, achievableResults(adapter, keywordCount));
  const counts = estimateCalls(limits, {
    keywordCount,
    targetResults,
    creatorsMax,
    knownCount,
    needsProfiles: needsProfiles(adapter, body),
  });
  const calls = { ...counts, total: sum(counts.searches, counts.profiles) };
  const search = { platform: adapter, keywordCount: found.keywordCount, targetResults };
  const reasons = planRefusals({ plan, balance }, search);
  const { SPEND_CAP_PER_JOB: jobCap, SPEND_CAP_PER_DAY: dayCap } = env("providers");
  const { modelCallsMax } = found.expansion;
  return {
    platform,
    allowed: reasons.length === 0,
    reasons,
    creators: { max: creatorsMax, target: targetResults, known: knownCount },
    calls,
    credits: calls,
    expansion: found.expansion,
    spendCaps: {
      // The call of the model counts for its job, and for the day of its own provider.
      job: {
        cap: jobCap,
        verdict: capVerdict(sum(calls.total, { expected: modelCallsMax, max: modelCallsMax }), jobCap),
      },
      day: { cap: dayCap, verdict: capVerdict(calls.total, dayCap - (gate?.spendToday ?? 0)) },
    },
    allowance: {
      plan: plan.name,
      available: balance.available,
      held: balance.held,
      isEnough: balance.available >= targetResults,
      renewsAt: balance.expiresAt?.toISOString() ?? null,
    },
    slots: placeOf(use, plan.jobSlots),
    provider: {
      name: provider,
      sampleData: sampleDataProviders().includes(provider),
      gate: toGate(gate),
    },
  };
}

function needsProfiles(
  { filters: declaration }: PlatformAdapter,
  { filters: wanted }: EstimateBody,
): boolean {
  return wanted !== undefined && fieldsNeeded({ wanted, declaration, asOf: new Date() }).length > 0;
}

function sum(one: CallBounds, other: CallBounds): Bounds {
  return { expected: one.expected + other.expected, max: one.max + other.max };
}
