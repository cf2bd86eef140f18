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
  // One round trip, each under way before the next is made: what is read is read under the lock.
  const [, [account], found] = await Promise.all([
    lockAccount(tx, accountId).execute(),
    tx<{ plan: string }[]>`
      select a.plan from accounts a join memberships m on m.account_id = a.id
      where a.id = ${accountId} and m.user_id = ${userId}`.execute(),
    readBalance(tx, accountId, "creators"),
  ]);
  if (!account) throw notAMember();
  const plan = getPlan(account.plan);
  const balance = found.isGranted ? found : await grantAndRead(tx, accountId, plan);
  const refusal = allowanceRefusal(balance, target);
  throwRefusal(refusal ? [refusal] : []);
  return { plan, balance };
}

/** The first search of a month finds nothing granted for it yet. */
async function grantAndRead(tx: Transaction, accountId: string, plan: Plan): Promise<Balance> {
  const [, balance] = await Promise.all([
    grantPeriod(tx, { accountId, unit: "creators", plan }),
    readBalance(tx, accountId, "creators"),
  ]);
  return balance;
}
