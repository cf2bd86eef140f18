import { charge } from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";

/**
 * Charges `count` delivered creators to the job's account, against what the job holds. The key names what
 * delivered them: again with the same key, nothing happens.
 */
export function incrementCreatorCount(
  userId: string,
  count: number,
  { tx, jobId, accountId, key }: { tx: Transaction; jobId: string; accountId: string; key: string },
): Promise<void> {
  return charge(tx, { accountId, userId, jobId, amount: count, key });
}
