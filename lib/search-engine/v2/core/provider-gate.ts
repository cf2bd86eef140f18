import { asWorker, type Sql, type Transaction } from "#lib/db/index.ts";
import { type CallStart, startCalls } from "#lib/services/index.ts";
import { spend } from "./gate-spend.ts";
import { ALL_PROVIDERS } from "./gate-switch.ts";
import { ProviderError } from "./provider-error.ts";

/**
 * The gate that every provider call passes, kept in Postgres so that the limits hold over all processes. It
 * limits calls, not deliveries; it lets none through for a job that is cancelled or has ended, nor under a
 * lease that is gone; and it writes the call's log row in the transaction that lets it through.
 */

export interface GateLimits {
  parallelMax: number;
  callsPerSecondMax: number;
  spendCapPerJob: number;
  spendCapPerDay: number;
}

export type GateVerdict =
  | { verdict: "open" }
  /** Not now: ask again after this long. `isFull` when calls of others are under way. */
  | { verdict: "wait"; afterMs: number; isFull: boolean }
  | { verdict: "refused"; error: ProviderError };

/** How long a task waits before it looks again at a gate that only an admin can open. */
const CLOSED_RETRY_MS = 30_000;
const FULL_RETRY_MS = 25;
/** A second, and what calls may be late on their way: the provider counts when they arrive. */
const RATE_WINDOW_MS = 1_100;

export interface GateRow {
  blockedForMs: number;
  closedReason: string | null;
  isClosed: boolean;
  stoppedReason: string | null;
  isStopped: boolean;
  spendToday: number;
}

interface Requester {
  id: string;
  isLeaseAlive: boolean;
  isJobClosed: boolean;
  jobCredits: number;
}

export interface GateRequest {
  calls: CallStart[];
  /** Calls that have ended, whatever the log says of them yet. */
  ended: string[];
}

/** Asks for calls of one provider, in order; answers a verdict each. */
export function passGate(
  sql: Sql,
  provider: string,
  { calls, ended }: GateRequest,
  limits: GateLimits,
): Promise<GateVerdict[]> {
  return asWorker(sql, async (transaction) => {
    const [gates, underWay, recent, requesters] = await Promise.all([
      lockGate(transaction, provider),
      countUnderWay(transaction, provider, ended),
      countRecent(transaction, provider),
      readRequesters(transaction, calls),
    ]);
    const [gate] = gates;
    if (!gate) throw new Error(`provider ${provider} has no gate`);
    const seen = {
      gate,
      requesters,
      inFlight: underWay[0]?.count ?? 0,
      startedLately: recent[0]?.count ?? 0,
      oldestAgeMs: recent[0]?.oldestAgeMs ?? 0,
    };
    const verdicts = judge(provider, calls, seen, limits);
    const passed = calls.filter((_, index) => verdicts[index]?.verdict === "open");
    if (passed.length > 0) {
      await Promise.all([startCalls(transaction, passed), spend(transaction, provider, passed)]);
    }
    return verdicts;
  });
}

/** Locked, so that what is counted next counts for whoever holds the lock. */
export function lockGate(transaction: Transaction, provider: string) {
  return transaction<GateRow[]>`${selectGate(transaction, provider)} for update of g`;
}

/** The gate as it is, for whoever only looks; none where the provider was never called. */
export function readGate(transaction: Transaction, provider: string) {
  return transaction<GateRow[]>`${selectGate(transaction, provider)}`;
}

function selectGate(transaction: Transaction, provider: string) {
  return transaction`
    select greatest(0, coalesce(extract(epoch from g.blocked_until - clock_timestamp()) * 1000, 0))::float8
        as blocked_for_ms,
      g.closed_reason, g.closed_at is not null as is_closed,
      a.closed_reason as stopped_reason, a.closed_at is not null as is_stopped,
      case when g.spend_day = to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD') then g.spend_today
        else 0 end as spend_today
    from provider_gates g left join provider_gates a on a.provider = ${ALL_PROVIDERS}
    where g.provider = ${provider}`;
}

/** A call whose lease is gone has lost its place: its process is dead, or has given it up. */
function countUnderWay(transaction: Transaction, provider: string, ended: string[]) {
  return transaction<{ count: number }[]>`
    select count(*)::int as count from api_call_logs l
    where l.provider = ${provider} and l.outcome = 'started' and l.id <> all(${ended}::uuid[])
      and case when l.task_id is null
        then l.started_at > clock_timestamp() - l.timeout_ms * interval '1 millisecond'
        else exists (select 1 from job_tasks t where t.id = l.task_id and t.lease_token = l.lease_token
          and t.lease_until > clock_timestamp()) end`;
}

/**
 * The rate holds in every second, not on average. By the time of the statement, which an index can be searched by:
 * with the clock, which moves on meanwhile, all calls ever made would be read.
 */
function countRecent(transaction: Transaction, provider: string) {
  return transaction<{ count: number; oldestAgeMs: number }[]>`
    select count(*)::int as count,
      coalesce(extract(epoch from clock_timestamp() - min(started_at)) * 1000, 0)::float8 as oldest_age_ms
    from api_call_logs
    where provider = ${provider} and started_at > statement_timestamp() - ${RATE_WINDOW_MS} * interval '1 millisecond'`;
}

function readRequesters(transaction: Transaction, calls: CallStart[]) {
  return transaction<Requester[]>`
    select r.id, r.task_id is null or t.id is not null as is_lease_alive,
      j.id is not null and (j.cancel_requested_at is not null or j.finished_at is not null) as is_job_closed,
      coalesce(s.credits, 0) as job_credits
    from unnest(${calls.map((call) => call.id)}::uuid[], ${calls.map((call) => call.taskId)}::uuid[],
      ${calls.map((call) => call.leaseToken)}::uuid[]) as r(id, task_id, lease_token)
    left join job_tasks t on t.id = r.task_id and t.lease_token = r.lease_token
      and t.lease_until > clock_timestamp()
    left join scraping_jobs j on j.id = t.job_id
    left join job_spend s on s.job_id = t.job_id`;
}

interface GateView {
  gate: GateRow;
  requesters: Requester[];
  /** Calls under way. */
  inFlight: number;
  /** Calls that started within the rate's window, and the age of the oldest of them. */
  startedLately: number;
  oldestAgeMs: number;
}

/** Decides in order, as if one call came after the other. */
export function judge(
  provider: string,
  calls: CallStart[],
  seen: GateView,
  limits: GateLimits,
): GateVerdict[] {
  const requesters = new Map(seen.requesters.map((requester) => [requester.id, requester]));
  const jobCredits = new Map<string, number>();
  let { inFlight, startedLately } = seen;
  let { spendToday } = seen.gate;
  const refuse = (kind: "cancelled" | "gate_closed", message: string, retryAfterMs: number | null = null) =>
    ({ verdict: "refused", error: new ProviderError(provider, kind, message, { retryAfterMs }) }) as const;

  return calls.map((call) => {
    const requester = requesters.get(call.id);
    if (!requester?.isLeaseAlive) return refuse("cancelled", "The lease is gone.");
    if (requester.isJobClosed) return refuse("cancelled", "The job is cancelled or has ended.");
    const stop = closedReason(seen.gate);
    if (stop) return refuse("gate_closed", stop, CLOSED_RETRY_MS);
    if (spendToday + call.cost > limits.spendCapPerDay) {
      return refuse(
        "gate_closed",
        `The day's spend cap of ${limits.spendCapPerDay} credits is reached.`,
        CLOSED_RETRY_MS,
      );
    }
    const spentByJob = call.jobId ? (jobCredits.get(call.jobId) ?? requester.jobCredits) : 0;
    if (spentByJob + call.cost > limits.spendCapPerJob) {
      return {
        verdict: "refused",
        error: new ProviderError(
          provider,
          "spend_cap",
          `The spend cap of ${limits.spendCapPerJob} credits a job is reached.`,
        ),
      };
    }
    if (seen.gate.blockedForMs > 0)
      return { verdict: "wait", afterMs: seen.gate.blockedForMs, isFull: false };
    if (startedLately >= limits.callsPerSecondMax) {
      return { verdict: "wait", afterMs: Math.max(1, RATE_WINDOW_MS - seen.oldestAgeMs), isFull: false };
    }
    if (inFlight >= limits.parallelMax) return { verdict: "wait", afterMs: FULL_RETRY_MS, isFull: true };
    inFlight += 1;
    startedLately += 1;
    spendToday += call.cost;
    if (call.jobId) jobCredits.set(call.jobId, spentByJob + call.cost);
    return { verdict: "open" };
  });
}

/** Null where it is open. */
export function closedReason(
  gate: Pick<GateRow, "isStopped" | "stoppedReason" | "isClosed" | "closedReason">,
): string | null {
  if (gate.isStopped) return gate.stoppedReason ?? "All paid calls are stopped.";
  if (gate.isClosed) return gate.closedReason ?? "The provider is closed.";
  return null;
}
