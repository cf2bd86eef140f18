import type { PendingQuery, Row } from "postgres";
import { env } from "#lib/env.ts";
import type { Transaction } from "./client.ts";

export interface RoleOptions {
  /** Whose rows the role sees. */
  accountId?: string;
  asynchronousCommit?: boolean;
  /** Of the transaction, as `begin` takes it. */
  mode?: string;
}

/** Sets the role of a transaction, for its time alone. Sent at once, with whatever is sent next. */
export function setRole(
  transaction: Transaction,
  role: string,
  { accountId = "", asynchronousCommit = false }: RoleOptions,
): PendingQuery<Row[]> {
  const idleMaxMs = String(env("engine").TRANSACTION_IDLE_MAX_MS);
  return transaction`select set_config('role', ${role}, true),
    set_config('app.account_id', ${accountId}, true),
    set_config('idle_in_transaction_session_timeout', ${idleMaxMs}, true),
    case when ${asynchronousCommit} then set_config('synchronous_commit', 'off', true) end`.execute();
}
