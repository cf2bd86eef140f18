import type { Sql, Transaction } from "./client.ts";
import { isConnectionLost, isShutDown } from "./lost-connection.ts";
import { type RoleOptions, setRole } from "./role.ts";

/** A transaction under a role. */
export async function inRole<T>(
  sql: Sql,
  role: string,
  work: (transaction: Transaction) => Promise<T>,
  options: RoleOptions = {},
): Promise<T> {
  const result = await beginOn(sql, options.mode ?? "", async (transaction) => {
    // Sent together with the first statement of the work: no round trip of its own.
    const roleIsSet = setRole(transaction, role, options);
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
async function beginOn<T>(sql: Sql, mode: string, work: (transaction: Transaction) => Promise<T>) {
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

/**
 * When a connection is lost, `begin` fails by itself. Were its work to fail too, the driver would send a
 * rollback down the lost connection, which ends the process or strikes whoever gets that connection next.
 */
function never(): Promise<never> {
  return new Promise(() => {});
}
