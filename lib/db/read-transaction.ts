import type { PendingQuery, ReservedSql, Row } from "postgres";
import type { Sql, Transaction } from "./client.ts";
import { isConnectionLost, isShutDown } from "./lost-connection.ts";
import { type RoleOptions, setRole } from "./role.ts";

type Reader = ReservedSql<{ bigint: number }>;
type ReadOptions = Pick<RoleOptions, "accountId"> & { mode?: string };

const TRIES_MAX = 3;

/**
 * A transaction under a role that only reads. Its begin and its role go out with the first statement of the work, and
 * nobody waits for its end: a read takes the round trips of its own statements.
 */
export function readInRole<T>(
  sql: Sql,
  role: string,
  work: (transaction: Transaction) => Promise<T>,
  options: ReadOptions = {},
): Promise<T> {
  return repeatIfLost(sql, async (connection) => {
    const begun = begin(connection, role, options);
    try {
      const [, value] = await Promise.all([begun, work(connection)]);
      end(connection);
      return value;
    } catch (error) {
      if (!isOfTheConnection(error)) end(connection);
      throw error;
    }
  });
}

/** The same for one statement: all goes out in one message, the end too. */
export function readOneInRole<T extends Row[]>(
  sql: Sql,
  role: string,
  statement: (transaction: Transaction) => PendingQuery<T>,
  options: ReadOptions = {},
): Promise<T> {
  return repeatIfLost(sql, async (connection) => {
    const begun = begin(connection, role, options);
    const found = statement(connection).execute();
    end(connection);
    const [, rows] = await Promise.all([begun, found]);
    return rows;
  });
}

/** On a connection that is lost nothing is done: the whole is done again on another. */
async function repeatIfLost<T>(sql: Sql, read: (connection: Reader) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await read(await sql.reserve());
    } catch (error) {
      if (!isOfTheConnection(error) || tries >= TRIES_MAX) throw error;
    }
  }
}

function begin(connection: Reader, role: string, { mode = "", accountId = "" }: ReadOptions) {
  const begun = connection.unsafe(`begin ${mode} read only`).execute();
  return Promise.all([begun, setRole(connection, role, { accountId })]);
}

/**
 * Ends the transaction behind what is still under way in it, and gives the connection back after that. One that is lost
 * the pool has taken back by itself.
 */
function end(connection: Reader): void {
  connection`commit`.then(
    () => connection.release(),
    () => {},
  );
}

function isOfTheConnection(error: unknown): boolean {
  return isConnectionLost(error) || isShutDown(error);
}
