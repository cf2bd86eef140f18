import type { Caller } from "#lib/auth/index.ts";
import { type ForeseenBalance, foreseeBalance, getPlan } from "#lib/billing/index.ts";
import { countCampaigns } from "#lib/campaigns/index.ts";
import { asReader, database } from "#lib/db/index.ts";
import { notAMember } from "#lib/errors.ts";
import { readAccountUse } from "#lib/search-engine/index.ts";
import type { AllowanceUse, UsageAnswer } from "./usage.types.ts";

/**
 * The plan of the caller's account and what is used of it, in one snapshot. Writes nothing.
 * @throws AppError `forbidden` for who is no member
 */
export function readUsage({ accountId, userId }: Caller): Promise<UsageAnswer> {
  return asReader(database(), accountId, async (transaction) => {
    const use = await readAccountUse(transaction, { accountId, userId });
    if (!use) throw notAMember();
    const plan = getPlan(use.plan);
    const [creators, credits, campaigns] = await Promise.all([
      foreseeBalance(transaction, { accountId, unit: "creators", plan }),
      foreseeBalance(transaction, { accountId, unit: "credits", plan }),
      countCampaigns(transaction, accountId),
    ]);
    const { name, ...limits } = plan;
    return {
      plan: { name, limits },
      creators: toUse(creators),
      credits: toUse(credits),
      jobs: { slots: plan.jobSlots, running: use.openJobs, waiting: use.waitingJobs },
      campaigns: { used: campaigns, max: plan.campaignsMax },
    };
  });
}

function toUse({ granted, available, held, expiresAt }: ForeseenBalance): AllowanceUse {
  const used = Math.max(0, granted - available - held);
  return { granted, left: available, held, used, resetsAt: expiresAt?.toISOString() ?? null };
}
