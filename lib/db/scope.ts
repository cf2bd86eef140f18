import type { PendingQuery, Row } from "postgres";
import type { Sql, Transaction } from "./client.ts";
import { readInRole, readOneInRole } from "./read-transaction.ts";
import { inRole } from "./write-transaction.ts";

/**
 * Transactions under a role. Row-level security is a second wall behind the queries' own conditions: a query
 * that forgets its WHERE still sees nothing foreign. The role lasts for the transaction, so a pooled
 * connection carries nothing over.
 */

type Work<T> = (transaction: Transaction) => Promise<T>;
type Statement<T extends Row[]> = (transaction: Transaction) => PendingQuery<T>;

/** For user-facing queries: sees and writes the rows of one account. */
export function asUser<T>(sql: Sql, accountId: string, work: Work<T>): Promise<T> {
  return inRole(sql, "shoal_web", work, { accountId });
}

/** For user-facing reads that must agree with one another: one snapshot. */
export function asReader<T>(sql: Sql, accountId: string, work: Work<T>): Promise<T> {
  return readInRole(sql, "shoal_web", work, { accountId, mode: "isolation level repeatable read" });
}

/** For workers, the sweeper and webhooks. */
export function asWorker<T>(sql: Sql, work: Work<T>): Promise<T> {
  return inRole(sql, "shoal_worker", work);
}

/** As `asWorker`, for what may be lost in a crash of the database because it is then simply done again. */
export function asWorkerAsync<T>(sql: Sql, work: Work<T>): Promise<T> {
  return inRole(sql, "shoal_worker", work, { asynchronousCommit: true });
}

/** For one user-facing read. */
export function asReaderOnce<T extends Row[]>(
  sql: Sql,
  accountId: string,
  statement: Statement<T>,
): Promise<T> {
  return readOneInRole(sql, "shoal_web", statement, { accountId });
}

/** For finding out who is asking. */
export function asAuthenticator<T extends Row[]>(sql: Sql, statement: Statement<T>): Promise<T> {
  return readOneInRole(sql, "shoal_auth", statement);
}

/** For admin pages, taken only after the role check. */
export function asAdmin<T>(sql: Sql, work: Work<T>): Promise<T> {
  return readInRole(sql, "shoal_admin", work);
}
