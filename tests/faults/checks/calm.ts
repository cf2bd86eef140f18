import type { Sql } from "#lib/db/index.ts";
import { recoveryBoundMs } from "../settings.ts";
import type { Check, Evidence } from "./check.ts";

export const allEnded: Check = {
  name: "each job that was open as the last fault was over ended within I6's bound and its undisturbed length",
  async find(evidence) {
    const { haveAllEnded, openHistory } = evidence;
    if (!haveAllEnded)
      return { detail: ["one had not, when the campaign gave up:", ...openHistory].join("\n    ") };
    const ends = await endsInCalm(evidence);
    if (ends.length === 0) return { detail: "none was open by then, so that nothing is shown" };
    const late = ends.find(({ tookMs, boundMs }) => tookMs > boundMs);
    return late
      ? {
          detail: `job ${late.number} ended ${Math.round(late.tookMs)} ms after the last fault, not ${Math.round(late.boundMs)}`,
          jobId: late.id,
        }
      : null;
  },
};

interface CalmEnd {
  id: string;
  number: number;
  tookMs: number;
  boundMs: number;
}

/**
 * The jobs that ended after their last fault, which a call that hangs is for as long as it does. One that waited in line
 * by then may first wait for others of its account, as long as the whole undisturbed run took.
 */
export async function endsInCalm(evidence: Evidence): Promise<CalmEnd[]> {
  const { sql, run, transport, calmSince, undisturbedMs, undisturbedLengths, stalls } = evidence;
  const open = await readOpen(sql, run, calmSince);
  return open.map(({ id, number, endedAt, lastFaultAt, hadBegun }) => {
    const lengthMs = hadBegun ? (undisturbedLengths.get(number) ?? 0) : undisturbedMs;
    const boundMs = recoveryBoundMs(transport) + lengthMs + stalls.sumMs(lastFaultAt, endedAt);
    return { id, number, tookMs: endedAt - lastFaultAt, boundMs };
  });
}

interface OpenJob {
  id: string;
  number: number;
  endedAt: number;
  lastFaultAt: number;
  hadBegun: boolean;
}

function readOpen(sql: Sql, run: string, calmSince: number): Promise<OpenJob[]> {
  return sql<OpenJob[]>`
    select j.id, split_part(j.idempotency_key, '-', 2)::int as number,
      (extract(epoch from j.finished_at) * 1000)::float8 as ended_at,
      greatest(${calmSince}::float8, h.ended_at) as last_fault_at,
      coalesce(extract(epoch from j.started_at) * 1000 < ${calmSince}, false) as had_begun
    from scraping_jobs j
    cross join lateral (
      select (extract(epoch from max(completed_at)) * 1000)::float8 as ended_at from api_call_logs
      where job_id = j.id and outcome = 'timeout' and extract(epoch from started_at) * 1000 < ${calmSince}) h
    where j.idempotency_key like ${`${run}-%`} and extract(epoch from j.finished_at) * 1000 > ${calmSince}
    order by j.finished_at`;
}
