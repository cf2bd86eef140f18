import type { Transaction } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { sampleDataProviders } from "#lib/health/index.ts";
import { ALL_PROVIDERS } from "#lib/search-engine/v2/index.ts";
import type { AdminOverview, GateAnswer, ProviderState, Rate } from "./admin.types.ts";
import { LATELY_ROWS_MAX, minutesCovered, ratesOf } from "./lately.ts";

interface StoredGate {
  provider: string;
  blockedUntil: Date | null;
  closedAt: Date | null;
  closedReason: string | null;
  spentToday: number;
}

interface StoredCalls extends Rate {
  underWay: number;
  ended: number;
  failed: number;
  p50Ms: number | null;
  p95Ms: number | null;
}

const NO_CALLS: StoredCalls = {
  underWay: 0,
  ended: 0,
  failed: 0,
  p50Ms: null,
  p95Ms: null,
  perMinute5: 0,
  perMinute60: 0,
};

/** The gates, and how the calls of the last hour went. */
export async function readProviderBoard(
  transaction: Transaction,
): Promise<Pick<AdminOverview, "providers" | "allProviders">> {
  const gates = await readGateRows(transaction);
  const stop = gates.find(({ provider }) => provider === ALL_PROVIDERS);
  const calls = gates.map(async (gate) => toState(gate, await readCalls(transaction, gate.provider)));
  const states = await Promise.all(calls);
  return {
    providers: states.filter(({ provider }) => provider !== ALL_PROVIDERS),
    allProviders: stop ? toGate(stop) : { state: "open", reason: null, since: null, until: null },
  };
}

export function readGateRows(transaction: Transaction): Promise<StoredGate[]> {
  return transaction<StoredGate[]>`
    select provider, case when blocked_until > clock_timestamp() then blocked_until end as blocked_until,
      closed_at, closed_reason,
      case when spend_day = to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD') then spend_today
        else 0 end as spent_today
    from provider_gates order by provider`;
}

export function toGate({ blockedUntil, closedAt, closedReason }: StoredGate): GateAnswer {
  if (closedAt) {
    return { state: "closed", reason: closedReason, since: closedAt.toISOString(), until: null };
  }
  if (!blockedUntil) return { state: "open", reason: null, since: null, until: null };
  const reason = "The provider asked for a pause.";
  return { state: "paused", reason, since: null, until: blockedUntil.toISOString() };
}

/** That a call of the log has come to an end of its own. */
export function hasEnded(transaction: Transaction) {
  return transaction`outcome not in ('started', 'aborted', 'cancelled')`;
}

/** A profile that is not there, and a call that was given up, say nothing against the provider. */
export function hasFailed(transaction: Transaction) {
  return transaction`outcome not in ('started', 'aborted', 'cancelled', 'ok', 'not_found')`;
}

async function readCalls(transaction: Transaction, provider: string): Promise<StoredCalls> {
  const [calls] = await transaction<StoredCalls[]>`
    with lately as materialized (
      select outcome, duration_ms, started_at from api_call_logs
      where provider = ${provider} and started_at > statement_timestamp() - interval '60 minutes'
      order by started_at desc nulls last limit ${LATELY_ROWS_MAX}
    ), covered as (${minutesCovered(transaction, transaction`started_at`)})
    select count(*) filter (where outcome = 'started')::int as under_way,
      count(*) filter (where ${hasEnded(transaction)})::int as ended,
      count(*) filter (where ${hasFailed(transaction)})::int as failed,
      ${ratesOf(transaction, transaction`started_at`, transaction`true`)},
      round(percentile_cont(0.5) within group (order by duration_ms) filter (where outcome = 'ok'))::int as p50_ms,
      round(percentile_cont(0.95) within group (order by duration_ms) filter (where outcome = 'ok'))::int as p95_ms
    from lately, covered group by minutes`;
  return calls ?? NO_CALLS;
}

function toState(gate: StoredGate, { failed, ...calls }: StoredCalls): ProviderState {
  const { provider, spentToday } = gate;
  return {
    provider,
    gate: toGate(gate),
    calls: { ...calls, errorShare: calls.ended === 0 ? null : failed / calls.ended },
    spentToday,
    spendCapPerDay: env("providers").SPEND_CAP_PER_DAY,
    sampleData: sampleDataProviders().includes(provider),
  };
}
