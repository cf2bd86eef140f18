import type { Balance, Plan } from "#lib/billing/index.ts";
import { AppError } from "#lib/errors.ts";

/** Why a search is not to be had, in the words of the error that says so. */
export interface PlanRefusal {
  code: "allowance_exceeded" | "plan_limit";
  message: string;
  /** Of the body of a dispatch. */
  field: "targetResults" | "platform" | "keywords";
}

/** Null where what is left covers the target; else what is left and when it is renewed. */
export function allowanceRefusal(balance: Balance, target: number): PlanRefusal | null {
  if (balance.available >= target) return null;
  const renewal = balance.expiresAt?.toISOString().slice(0, 10);
  return {
    code: "allowance_exceeded",
    message:
      `The target of ${target} creators is more than the ${balance.available} left this month` +
      `${balance.held > 0 ? ` (${balance.held} are held by searches under way)` : ""}` +
      `${renewal ? `; the allowance is renewed on ${renewal}.` : "."}`,
    field: "targetResults",
  };
}

/** Every reason why plan and allowance do not cover a search, the first to be told first; none where they do. */
export function planRefusals(
  { plan, balance }: { plan: Plan; balance: Balance },
  search: {
    platform: { platform: string; displayName: string };
    /** Distinct ones. */
    keywordCount: number;
    targetResults: number;
  },
): PlanRefusal[] {
  const { platform, keywordCount, targetResults } = search;
  const refusals: PlanRefusal[] = [];
  const beyond = allowanceRefusal(balance, targetResults);
  if (beyond) refusals.push(beyond);
  if (plan.platforms && !plan.platforms.includes(platform.platform)) {
    const message = `The ${plan.name} plan does not include ${platform.displayName}.`;
    refusals.push({ code: "plan_limit", message, field: "platform" });
  }
  if (keywordCount > plan.keywordsPerSearchMax) {
    const message = `The ${plan.name} plan allows ${plan.keywordsPerSearchMax} keywords a search; these are ${keywordCount}.`;
    refusals.push({ code: "plan_limit", message, field: "keywords" });
  }
  return refusals;
}

/** @throws AppError for the first of them */
export function throwRefusal([refusal]: readonly PlanRefusal[]): void {
  if (refusal) throw new AppError(refusal.code, refusal.message, { field: refusal.field });
}
