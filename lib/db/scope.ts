import type { Sql, Transaction } from "./client.ts";
import { inRole } from "./transaction.ts";

/**
 * Transactions under a role. Row-level security is a second wall behind the queries' own conditions: a query
 * that forgets its WHERE still sees nothing foreign. The role lasts for the transaction, so a pooled
 * connection carries nothing over.
 */

type Work<T> = (transaction: Transaction) => Promise<T>;

/** For user-facing queries: sees and writes the rows of one account. */
export function asUser<T>(sql: Sql, accountId: string, work: Work<T>): Promise<T> {
  return inRole(sql, "shoal_web", work, { accountId });
}

/** For user-facing reads that must agree with one another: one snapshot. */
export function asReader<T>(sql: Sql, accountId: string, work: Work<T>): Promise<T> {
  return inRole(sql, "shoal_web", work, { accountId, mode: "isolation level repeatable read read only" });
}

/** For workers, the sweeper and webhooks. */
export function asWorker<T>(sql: Sql, work: Work<T>): Promise<T> {
  return inRole(sql, "shoal_worker", work);
}

/** As `asWorker`, for what may be lost in a crash of the database because it is then simply done again. */
export function asWorkerAsync<T>(sql: Sql, work: Work<T>): Promise<T> {
  return inRole(sql, "shoal_worker", work, { asynchronousCommit: true });
}

/** For finding out who is asking. */
export function asAuthenticator<T>(sql: Sql, work: Work<T>): Promise<T> {
  return inRole(sql, "shoal_auth", work, { mode: "read only" });
}

/** For admin pages, taken only after the role check: one snapshot. */
export function asAdmin<T>(sql: Sql, work: Work<T>): Promise<T> {
  return inRole(sql, "shoal_admin", work, { mode: "isolation level repeatable read read only" });
}
