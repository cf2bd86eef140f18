import { charge } from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";

/**
 * Charges `count` delivered creators to the job's account, against what the job holds. The key names what
 * delivered them: again with the same key, nothing happens.
 * @throws Error when the job does not hold so many.
 */
export function incrementCreatorCount(
  userId: string,
  count: number,
  { tx, jobId, key }: { tx: Transaction; jobId: string; key: string },
): Promise<void> {
  return charge(tx, { userId, jobId, amount: count, key });
}
