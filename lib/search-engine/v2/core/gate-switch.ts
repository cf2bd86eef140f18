import { asWorker, type Sql } from "#lib/db/index.ts";

/** What opens and closes a provider's gate: the provider's own word, and admins. */

/** The row that stops all paid calls. */
export const ALL_PROVIDERS = "*";

export interface GateState {
  provider: string;
  blockedUntil: Date | null;
  closedAt: Date | null;
  closedReason: string | null;
  /** Credits spent on the current UTC day. */
  spendToday: number;
}

export function readGates(sql: Sql): Promise<GateState[]> {
  return asWorker(
    sql,
    (transaction) => transaction<GateState[]>`
      select provider, case when blocked_until > clock_timestamp() then blocked_until end as blocked_until,
        closed_at, closed_reason,
        case when spend_day = to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD') then spend_today
          else 0 end as spend_today
      from provider_gates order by provider`,
  );
}

/** Makes the gate and the clock of a provider, if they are not there yet. */
export function ensureProvider(sql: Sql, provider: string): Promise<unknown> {
  return asWorker(sql, (transaction) =>
    Promise.all([
      transaction`insert into provider_gates (provider) values (${provider}) on conflict do nothing`,
      transaction`insert into provider_clocks (provider) values (${provider}) on conflict do nothing`,
    ]),
  );
}

/** 429: no call of anybody before then. */
export function blockGate(sql: Sql, provider: string, forMs: number): Promise<unknown> {
  return asWorker(
    sql,
    (transaction) => transaction`
      update provider_gates set blocked_until = greatest(coalesce(blocked_until, '-infinity'),
        clock_timestamp() + ${forMs} * interval '1 millisecond')
      where provider = ${provider}`,
  );
}

/** No call of anybody until an admin opens it. */
export function closeGate(sql: Sql, provider: string, reason: string): Promise<unknown> {
  return asWorker(
    sql,
    (transaction) => transaction`
      insert into provider_gates (provider, closed_at, closed_reason)
      values (${provider}, clock_timestamp(), ${reason})
      on conflict (provider) do update set closed_at = coalesce(provider_gates.closed_at, excluded.closed_at),
        closed_reason = coalesce(provider_gates.closed_reason, excluded.closed_reason)`,
  );
}

/** Opens a gate, or ends the stop of all; tasks that wait for it are due at once. Wake the workers after it. */
export function openGate(sql: Sql, provider: string): Promise<unknown> {
  return asWorker(sql, (transaction) =>
    Promise.all([
      transaction`
        update provider_gates set closed_at = null, closed_reason = null, blocked_until = null
        where provider = ${provider}`,
      transaction`
        update job_tasks set next_at = clock_timestamp(), wake_seq = wake_seq + 1
        where id in (
          select id from job_tasks
          where state = 'pending' and error_code in ('gate_closed', 'payment_required')
            and (provider = ${provider} or ${provider} = ${ALL_PROVIDERS})
          order by id for update skip locked)`,
    ]),
  );
}
