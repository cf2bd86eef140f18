import type { PendingQuery, Row } from "postgres";
import type { Sql, Transaction } from "./client.ts";
import type { RoleOptions } from "./role.ts";
import { inRole } from "./write-transaction.ts";

type ReadOptions = Pick<RoleOptions, "accountId" | "mode">;

/** A transaction under a role that only reads. */
export function readInRole<T>(
  sql: Sql,
  role: string,
  work: (transaction: Transaction) => Promise<T>,
  { mode = "", ...options }: ReadOptions = {},
): Promise<T> {
  return inRole(sql, role, work, { ...options, mode: `${mode} read only` });
}

/** The same for one statement. */
export function readOneInRole<T extends Row[]>(
  sql: Sql,
  role: string,
  statement: (transaction: Transaction) => PendingQuery<T>,
  options: ReadOptions = {},
): Promise<T> {
  return readInRole<T>(sql, role, async (transaction) => await statement(transaction), options);
}
