import type { Caller } from "#lib/auth/index.ts";
import { getPlan, lockAccount } from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import { AppError, notAMember } from "#lib/errors.ts";
import { countCampaigns } from "./campaign-rows.ts";

/** What must hold before a campaign is made or changed. All of it is judged under the account's lock. */

/**
 * Locks the account: until the end of the transaction nobody else makes, renames or archives its campaigns, or
 * begins a search for one.
 * @returns the name of its plan
 * @throws AppError `forbidden` for who is no member
 */
export async function lockForCampaigns(transaction: Transaction, caller: Caller): Promise<string> {
  await lockAccount(transaction, caller.accountId);
  const [account] = await transaction<{ plan: string }[]>`
    select a.plan from accounts a join memberships m on m.account_id = a.id
    where a.id = ${caller.accountId} and m.user_id = ${caller.userId}`;
  if (!account) throw notAMember();
  return account.plan;
}

/** @throws AppError `plan_limit` that names the plan and its limit */
export async function requireRoom(
  transaction: Transaction,
  accountId: string,
  planName: string,
): Promise<void> {
  const plan = getPlan(planName);
  if ((await countCampaigns(transaction, accountId)) < plan.campaignsMax) return;
  const campaigns = plan.campaignsMax === 1 ? "1 campaign" : `${plan.campaignsMax} campaigns`;
  throw new AppError("plan_limit", `The ${plan.name} plan allows ${campaigns}. Archive one to make room.`);
}

/** @throws AppError `conflict` that names the field */
export async function requireFreeName(
  transaction: Transaction,
  accountId: string,
  { name, campaignId = null }: { name: string; campaignId?: string | null },
): Promise<void> {
  const [other] = await transaction<{ name: string; isArchived: boolean }[]>`
    select name, archived_at is not null as is_archived from campaigns
    where account_id = ${accountId} and lower(name) = lower(${name}) and id is distinct from ${campaignId}::uuid`;
  if (!other) return;
  const where = other.isArchived ? " among the archived ones" : "";
  throw new AppError("conflict", `name: there is a campaign "${other.name}" already${where}.`, {
    field: "name",
  });
}

/**
 * The campaign that the key made before.
 * @throws AppError `conflict` where the key came with another body
 */
export async function findMadeBy(
  transaction: Transaction,
  { accountId, userId }: Caller,
  { idempotencyKey, requestHash }: { idempotencyKey: string | null; requestHash: string },
): Promise<string | null> {
  if (idempotencyKey === null) return null;
  const [made] = await transaction<{ id: string; requestHash: string }[]>`
    select id, request_hash from campaigns
    where account_id = ${accountId} and user_id = ${userId} and idempotency_key = ${idempotencyKey}`;
  if (made && made.requestHash !== requestHash) {
    throw new AppError("conflict", "This Idempotency-Key was used with another body.", {
      field: "Idempotency-Key",
    });
  }
  return made?.id ?? null;
}
