import { env } from "#lib/env.ts";
import type { Sql, Transaction } from "./client.ts";

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

/** For admin pages, taken only after the role check. */
export function asAdmin<T>(sql: Sql, work: Work<T>): Promise<T> {
  return inRole(sql, "shoal_admin", work, { mode: "read only" });
}

async function inRole<T>(
  sql: Sql,
  role: string,
  work: Work<T>,
  options: { accountId?: string; mode?: string; asynchronousCommit?: boolean } = {},
): Promise<T> {
  const idleMaxMs = String(env("engine").TRANSACTION_IDLE_MAX_MS);
  const result = await sql.begin(options.mode ?? "", async (transaction) => {
    // Sent together with the first statement of the work: no round trip of its own.
    const roleIsSet = transaction`select set_config('role', ${role}, true),
      set_config('app.account_id', ${options.accountId ?? ""}, true),
      set_config('idle_in_transaction_session_timeout', ${idleMaxMs}, true),
      case when ${options.asynchronousCommit ?? false} then set_config('synchronous_commit', 'off', true) end`.execute();
    try {
      const [, value] = await Promise.all([roleIsSet, work(transaction)]);
      return { value };
    } catch (error) {
      if (isConnectionLost(error)) await never();
      throw error;
    }
  });
  return result.value;
}

/**
 * When a connection is lost, `begin` fails by itself. Were its work to fail too, the driver would send a
 * rollback down the lost connection, which ends the process or strikes whoever gets that connection next.
 */
function never(): Promise<never> {
  return new Promise(() => {});
}

/** True for errors that the driver gave its statements because the socket is gone. */
function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error) || !("query" in error)) return false;
  return "syscall" in error || ("code" in error && error.code === "CONNECTION_CLOSED");
}
