import {
  type Balance,
  getPlan,
  grantPeriod,
  lockAccount,
  type Plan,
  readBalance,
} from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";

/**
 * Says whether the account may search for `target` creators now, under the account row's lock: until the
 * transaction ends nobody else can use what it saw.
 * @throws AppError `allowance_exceeded` (403) that says what is left and when it is renewed.
 */
export async function validateCreatorSearch(
  userId: string,
  target: number,
  { accountId, tx }: { accountId: string; tx: Transaction },
): Promise<{ plan: Plan; balance: Balance }> {
  const [, accounts] = await Promise.all([
    lockAccount(tx, accountId),
    tx<{ plan: string }[]>`
      select a.plan from accounts a join memberships m on m.account_id = a.id
      where a.id = ${accountId} and m.user_id = ${userId}`,
  ]);
  const [account] = accounts;
  if (!account) throw new AppError("forbidden", "You are not a member of this workspace.");
  const plan = getPlan(account.plan);
  await grantPeriod(tx, { accountId, unit: "creators", plan });
  const balance = await readBalance(tx, accountId, "creators");
  if (balance.available < target) {
    const renewal = balance.expiresAt?.toISOString().slice(0, 10);
    throw new AppError(
      "allowance_exceeded",
      `The target of ${target} creators is more than the ${balance.available} left this month` +
        `${balance.held > 0 ? ` (${balance.held} are held by searches under way)` : ""}` +
        `${renewal ? `; the allowance is renewed on ${renewal}.` : "."}`,
      { field: "targetResults" },
    );
  }
  return { plan, balance };
}
