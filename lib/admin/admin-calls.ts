import type { Caller } from "#lib/auth/index.ts";
import { pageOf, parseCursor, type Transaction } from "#lib/db/index.ts";
import { readAsAdmin } from "./as-admin.ts";
import type { AdminCall, AdminCallsAnswer, AdminCallsQuery } from "./call-rows.types.ts";
import { hasEnded, hasFailed } from "./provider-board.ts";
import { requireKnownNames } from "./require-filter.ts";
import type { CallChoice } from "./row-choices.types.ts";

/**
 * The calls of a provider within the hours asked for, newest first.
 * @throws AppError `not_found` for who is no admin; `bad_request` for a name or a cursor that there is not
 */
export async function listAdminCalls(caller: Caller, query: AdminCallsQuery): Promise<AdminCallsAnswer> {
  const { provider, outcome, hours, limit, cursor } = query;
  requireKnownNames({ provider });
  const after = cursor ? parseCursor(cursor) : null;
  const rows = await readAsAdmin(
    caller,
    (transaction) => transaction<(Omit<AdminCall, "startedAt"> & { startedAt: Date; cursorAt: string })[]>`
      select id as call_id, job_id, action, reason, outcome, status, duration_ms, cost, started_at,
        started_at::text as cursor_at
      from api_call_logs
      where provider = ${provider} and started_at > statement_timestamp() - ${hours} * interval '1 hour'
        ${outcome === undefined ? transaction`` : transaction`and ${hasCome(transaction, outcome)}`}
        ${after ? transaction`and (started_at, id) < (${after.createdAt}::text::timestamptz, ${after.id}::uuid)` : transaction``}
      order by started_at desc nulls last, id desc limit ${limit + 1}`,
  );
  const { page, nextCursor } = pageOf(rows, limit, ({ callId }) => ({ id: callId }));
  const calls = page.map(({ cursorAt: _, startedAt, ...call }) => ({
    ...call,
    startedAt: startedAt.toISOString(),
  }));
  return { calls, nextCursor };
}

function hasCome(transaction: Transaction, outcome: CallChoice) {
  if (outcome === "ended") return hasEnded(transaction);
  return outcome === "failed" ? hasFailed(transaction) : transaction`outcome = 'started'`;
}
