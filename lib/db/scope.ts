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
  const result = await beginOn(sql, options.mode ?? "", async (transaction) => {
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

const BEGIN_TRIES_MAX = 3;

/**
 * Begins on another connection where the one at hand turns out to be lost, or the driver answers a new one with
 * the last word of the server on the old one (57P01, 57P02). Nothing has been done then, so it is always safe.
 */
async function beginOn<T>(sql: Sql, mode: string, work: Work<T>) {
  for (let tries = 1; ; tries += 1) {
    let hasBegun = false;
    try {
      return await sql.begin(mode, (transaction) => {
        hasBegun = true;
        return work(transaction);
      });
    } catch (error) {
      if (hasBegun || !(isConnectionLost(error) || isShutDown(error)) || tries >= BEGIN_TRIES_MAX)
        throw error;
    }
  }
}

/** True for what a server says that ends a connection: by hand, to restart, or because it crashed. */
function isShutDown(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "57P01" || error.code === "57P02");
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
