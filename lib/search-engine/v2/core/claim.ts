import { asWorkerAsync, type Sql, type Transaction } from "#lib/db/index.ts";
import { ATTEMPTS_MAX, type EngineSettings } from "./config.ts";
import { advanceClock } from "./fair-queue.ts";
import type { ClaimedTask } from "./rows.ts";

/** Calls that a task makes at most: what it weighs at its provider. */
export function callsOf(task: { kind: string; payload: { creatorIds?: string[] } }): number {
  return task.kind === "enrich" ? (task.payload.creatorIds?.length ?? 1) : 1;
}

/**
 * Claims due tasks of a provider by virtual time, as many as fit into `callsFree` (the last may exceed it),
 * and at most `tasksMax`.
 */
export async function claimDue(
  sql: Sql,
  request: { provider: string; worker: string; tasksMax: number; callsFree: number },
  settings: Pick<EngineSettings, "leaseMs">,
): Promise<ClaimedTask[]> {
  const tasks = await asWorkerAsync(sql, async (transaction) => {
    const claimed = await transaction<ClaimedTask[]>`
      with due as materialized (
        select t.id, t.virtual_time, t.sequence, j.status as job_status,
          j.creators_found >= j.target_results as is_target_met, j.request -> 'filters' as job_filters,
          j.created_at as job_created_at, case when j.retry_of is not null then j.run_id end as retried_run_id,
          case when t.kind = 'enrich' then jsonb_array_length(t.payload -> 'creatorIds') else 1 end as calls
        from job_tasks t join scraping_jobs j on j.id = t.job_id
        where t.provider = ${request.provider} and t.state = 'pending' and t.virtual_time < 'infinity'
          and t.next_at <= clock_timestamp() and j.cancel_requested_at is null and j.finished_at is null
          and j.status <> 'pending' and (j.deadline_at is null or j.deadline_at > clock_timestamp())
        order by t.virtual_time, t.sequence
        limit ${request.tasksMax}
        for update of t skip locked
      ), chosen as (
        select *, sum(calls) over (order by virtual_time, sequence) - calls as calls_before from due
      )
      update job_tasks t set state = 'running', attempts = t.attempts + 1, lease_token = gen_random_uuid(),
        lease_until = clock_timestamp() + ${settings.leaseMs} * interval '1 millisecond',
        woken_until = clock_timestamp() + ${settings.leaseMs} * interval '1 millisecond',
        worker = ${request.worker}, started_at = coalesce(t.started_at, clock_timestamp())
      from chosen c where t.id = c.id and c.calls_before < ${request.callsFree}
      returning t.*, c.job_status, c.is_target_met, c.job_filters, c.job_created_at,
        c.retried_run_id`;
    await moveClock(transaction, request.provider, claimed);
    return claimed;
  });
  return tasks.sort((a, b) => a.virtualTime - b.virtualTime || a.sequence - b.sequence);
}

export type ClaimAnswer =
  | { claim: "claimed"; task: ClaimedTask }
  /** Another holds the lease: ask again after this long. */
  | { claim: "leased"; retryAfterMs: number }
  /** Not due before this long. */
  | { claim: "early"; dueInMs: number }
  /** Closed, parked, or its job is not to be worked on: the room that its message took is free. */
  | { claim: "nothing"; provider: string }
  | { claim: "unknown" };

/** Why a task was not to be had; null where that is not the reason. */
interface Unclaimed {
  provider: string;
  leaseLeftMs: number | null;
  dueInMs: number | null;
}

/**
 * Claims one task that a message named: pending and due, or running with a lease that ran out. One that has
 * used up its attempts is left to the sweeper, which closes it.
 */
export async function claimTask(
  sql: Sql,
  request: { taskId: string; worker: string },
  settings: Pick<EngineSettings, "leaseMs">,
): Promise<ClaimAnswer> {
  return asWorkerAsync(sql, async (transaction) => {
    const claimed = await transaction<ClaimedTask[]>`
      update job_tasks t set state = 'running', attempts = t.attempts + 1, lease_token = gen_random_uuid(),
        lease_until = clock_timestamp() + ${settings.leaseMs} * interval '1 millisecond',
        woken_until = clock_timestamp() + ${settings.leaseMs} * interval '1 millisecond',
        worker = ${request.worker}, started_at = coalesce(t.started_at, clock_timestamp())
      from scraping_jobs j
      where t.id = ${request.taskId} and j.id = t.job_id and t.virtual_time < 'infinity'
        and ((t.state = 'pending' and t.next_at <= clock_timestamp())
          or (t.state = 'running' and t.lease_until < clock_timestamp() and t.attempts < ${ATTEMPTS_MAX}))
        and j.cancel_requested_at is null and j.finished_at is null and j.status <> 'pending'
        and (j.deadline_at is null or j.deadline_at > clock_timestamp())
      returning t.*, j.status as job_status, j.creators_found >= j.target_results as is_target_met,
        j.request -> 'filters' as job_filters, j.created_at as job_created_at,
        case when j.retry_of is not null then j.run_id end as retried_run_id`;
    const [task] = claimed;
    if (task) {
      await moveClock(transaction, task.provider, claimed);
      return { claim: "claimed", task };
    }
    const [row] = await transaction<Unclaimed[]>`
      select t.provider, (extract(epoch from t.lease_until - clock_timestamp()) * 1000)::float8 as lease_left_ms,
        case when t.state = 'pending' and t.virtual_time < 'infinity' and j.cancel_requested_at is null
          and j.finished_at is null and j.status <> 'pending'
          and (j.deadline_at is null or j.deadline_at > clock_timestamp())
          then (extract(epoch from t.next_at - clock_timestamp()) * 1000)::float8 end as due_in_ms
      from job_tasks t join scraping_jobs j on j.id = t.job_id where t.id = ${request.taskId}`;
    if (!row) return { claim: "unknown" };
    const { provider, leaseLeftMs, dueInMs } = row;
    if (leaseLeftMs !== null && leaseLeftMs > 0) return { claim: "leased", retryAfterMs: leaseLeftMs };
    // It may have become due since the claim looked at it.
    if (dueInMs !== null) return { claim: "early", dueInMs: Math.max(0, dueInMs) };
    return { claim: "nothing", provider };
  });
}

async function moveClock(transaction: Transaction, provider: string, claimed: ClaimedTask[]): Promise<void> {
  if (claimed.length === 0) return;
  await advanceClock(transaction, provider, Math.max(...claimed.map((task) => task.virtualTime)));
}

/**
 * Extends the leases that are still this process's; answers the ids of those that are. Never waits for a row:
 * it holds several at once, and one that is locked is just then settled or looked at, and has its next beat.
 */
export async function extendLeases(
  sql: Sql,
  leases: { id: string; leaseToken: string }[],
  settings: Pick<EngineSettings, "leaseMs">,
): Promise<Set<string>> {
  const rows = await asWorkerAsync(
    sql,
    (transaction) => transaction<{ id: string }[]>`
      with lease as materialized (
        select * from unnest(${leases.map((lease) => lease.id)}::uuid[],
          ${leases.map((lease) => lease.leaseToken)}::uuid[]) as l(id, token)
      ), free as materialized (
        select t.id from job_tasks t join lease l on t.id = l.id and t.lease_token = l.token
        where t.state = 'running' for update of t skip locked
      ), extended as (
        update job_tasks t set lease_until = clock_timestamp() + ${settings.leaseMs} * interval '1 millisecond',
          woken_until = clock_timestamp() + ${settings.leaseMs} * interval '1 millisecond'
        from free where t.id = free.id
      )
      select t.id from job_tasks t join lease l on t.id = l.id and t.lease_token = l.token
      where t.state = 'running'`,
  );
  return new Set(rows.map((row) => row.id));
}
