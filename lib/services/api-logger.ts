import type { Sql, Transaction } from "#lib/db/index.ts";
import { asWorker, asWorkerAsync } from "#lib/db/index.ts";

/** I12: each HTTP try at a provider has a row, written before it and completed after. */

export interface CallStart {
  id: string;
  provider: string;
  action: string;
  reason: string | null;
  accountId: string | null;
  userId: string | null;
  jobId: string | null;
  taskId: string | null;
  leaseToken: string | null;
  timeoutMs: number;
  /** Provider credits that it is expected to cost. */
  cost: number;
}

export interface CallEnd {
  id: string;
  /** `ok`, `aborted`, or the kind of the ProviderError. */
  outcome: string;
  status: number | null;
  durationMs: number;
  cost: number;
}

/** Writes the rows of calls that are about to start. A call for a job counts as its user's. */
export async function startCalls(transaction: Transaction, calls: CallStart[]): Promise<void> {
  await transaction`
    insert into api_call_logs (id, provider, action, reason, account_id, user_id, job_id, task_id, lease_token,
      timeout_ms, cost, started_at)
    select c.id, c.provider, c.action, c.reason, c."accountId", coalesce(c."userId", (select j.user_id from scraping_jobs j where j.id = c."jobId")), c."jobId",
      c."taskId", c."leaseToken", c."timeoutMs", c.cost, clock_timestamp()
    from jsonb_to_recordset(${transaction.json(calls.map((call) => ({ ...call })))}) as c(id uuid, provider text,
      action text, reason text, "accountId" uuid, "userId" uuid, "jobId" uuid, "taskId" uuid, "leaseToken" uuid,
      "timeoutMs" integer, cost integer)`;
}

/** By how much a call cost more than was expected of it; less, where below 0. */
export interface CostChange {
  provider: string;
  jobId: string | null;
  cost: number;
}

/**
 * Completes rows; one that the sweeper has given up as `unknown` learns its end after all. Answers the calls
 * that cost other than expected. An end that is lost with the database leaves the row as a killed process does.
 */
export function completeCalls(sql: Sql, ends: CallEnd[]): Promise<CostChange[]> {
  return asWorkerAsync(
    sql,
    (transaction) => transaction<CostChange[]>`
      with ended as (
        select e.*, l.cost as expected
        from unnest(${ends.map((end) => end.id)}::uuid[], ${ends.map((end) => end.outcome)}::text[],
          ${ends.map((end) => end.status)}::int[], ${ends.map((end) => end.durationMs)}::int[],
          ${ends.map((end) => end.cost)}::int[]) as e(id, outcome, status, duration_ms, cost)
        join api_call_logs l on l.id = e.id
      ), completed as (
        update api_call_logs l set outcome = e.outcome, status = e.status, duration_ms = e.duration_ms,
          cost = e.cost, completed_at = clock_timestamp()
        from ended e where l.id = e.id and l.outcome in ('started', 'unknown')
        returning l.provider, l.job_id, e.cost - e.expected as cost
      )
      select * from completed where cost <> 0`,
  );
}

/** Marks calls whose process died as `unknown`: they may have been made and may have cost. */
export function markUnknownCalls(sql: Sql): Promise<unknown> {
  return asWorker(
    sql,
    (transaction) => transaction`
      update api_call_logs set outcome = 'unknown'
      where outcome = 'started' and started_at < clock_timestamp() - (timeout_ms + 5000) * interval '1 millisecond'`,
  );
}
