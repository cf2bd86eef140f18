import type { Provider } from "./ideal-schedule.ts";
import type { JobTimes } from "./jobs.ts";
import { rounded } from "./stats.ts";
import type { World } from "./world.ts";

interface CallTotals {
  searches: number;
  profiles: number;
  /** Durations of all calls, as their caller measured them. */
  durationMs: number;
  /** From the rows of the log at the gate to their completion. */
  loggedMs: number;
  firstAtMs: number;
  lastAtMs: number;
}

const STATEMENTS_SHOWN = 8;
const STATEMENT_LENGTH = 110;

/** Forgets what statements took so far. */
export async function beginBreakdown(world: World): Promise<void> {
  await world.sql`select pg_stat_statements_reset()`;
}

/**
 * Where the time of the provider's places went between sending jobs and their end, as shares of all places
 * over that time. The rows of the call log tell it: what is no call is the platform's doing.
 */
export async function breakdownOf(
  world: World,
  times: Pick<JobTimes, "sentAtMs" | "finishedAtMs">,
  provider: Provider,
): Promise<Record<string, unknown>> {
  const [calls] = await world.sql<CallTotals[]>`
    select count(*) filter (where action = 'search')::int as searches,
      count(*) filter (where action = 'profile')::int as profiles,
      sum(duration_ms)::float8 as duration_ms,
      sum(extract(epoch from completed_at - started_at) * 1000)::float8 as logged_ms,
      (extract(epoch from min(started_at)) * 1000)::float8 as first_at_ms,
      (extract(epoch from max(completed_at)) * 1000)::float8 as last_at_ms
    from api_call_logs
    where completed_at is not null and started_at >= to_timestamp(${times.sentAtMs / 1_000}::float8)
      and started_at < to_timestamp(${times.finishedAtMs / 1_000}::float8)`;
  if (!calls) throw new Error("no calls were logged");
  const { parallelMax, searchMs, profileMs } = provider;
  const wallMs = times.finishedAtMs - times.sentAtMs;
  const allMs = parallelMax * wallMs;
  const latencyMs = calls.searches * searchMs + calls.profiles * profileMs;
  const startMs = parallelMax * (calls.firstAtMs - times.sentAtMs);
  const endMs = parallelMax * (times.finishedAtMs - calls.lastAtMs);
  const share = (ms: number) => rounded(ms / allMs);
  return {
    wallMs: Math.round(wallMs),
    shareOfPlaceTime: {
      theProvidersLatency: share(latencyMs),
      beforeTheFirstCall: share(startMs),
      answersLaterThanTheLatency: share(calls.durationMs - latencyMs),
      placesWithoutACall: share(allMs - calls.durationMs - startMs - endMs),
      afterTheLastCall: share(endMs),
    },
    // Of which the place waits for the gate's commit; the log's completion is awaited by the task alone.
    meanMsFromGateToLogBesidesTheCall: rounded(
      (calls.loggedMs - calls.durationMs) / (calls.searches + calls.profiles),
    ),
    ...(await busiestStatements(world, wallMs)),
  };
}

interface StatementTotals {
  query: string;
  calls: number;
  totalMs: number;
}

/** Time in the database's executor; waiting for locks counts, for commits and round trips not. */
export async function busiestStatements(world: World, wallMs: number): Promise<Record<string, unknown>> {
  const rows = await world.sql<StatementTotals[]>`
    select regexp_replace(s.query, '\\s+', ' ', 'g') as query, s.calls, s.total_exec_time as total_ms
    from pg_stat_statements s join pg_database d on d.oid = s.dbid
    where d.datname = current_database() order by s.total_exec_time desc`;
  const all = rows.reduce((total, row) => total + row.totalMs, 0);
  return {
    databaseBusy: rounded(all / wallMs),
    statements: rows.slice(0, STATEMENTS_SHOWN).map(({ query, calls, totalMs }) => ({
      shareOfWall: rounded(totalMs / wallMs),
      calls,
      meanMs: rounded(totalMs / calls),
      statement: query.trim().slice(0, STATEMENT_LENGTH),
    })),
  };
}
