import {
  type Balance,
  getPlan,
  grantPeriod,
  lockAccount,
  type Plan,
  readBalance,
} from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import { notAMember } from "#lib/errors.ts";
import { allowanceRefusal, throwRefusal } from "./plan-refusals.ts";

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
  if (!account) throw notAMember();
  const plan = getPlan(account.plan);
  // One round trip: what is granted is read after it.
  const [, balance] = await Promise.all([
    grantPeriod(tx, { accountId, unit: "creators", plan }),
    readBalance(tx, accountId, "creators"),
  ]);
  const refusal = allowanceRefusal(balance, target);
  throwRefusal(refusal ? [refusal] : []);
  return { plan, balance };
}
