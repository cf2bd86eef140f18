import type { Recovery } from "../recovery.ts";
import { LEASE_MS, recoveryBoundMs, recoveryCapMs } from "../settings.ts";
import type { Check, Evidence, Failure } from "./check.ts";

/** Who was struck so long before may still be standing still. */
const LOOK_BACK_MS = 2 * LEASE_MS;

/** What is got over waits for a busy machine again and again: as the sweep looks, as it gives back, as both commit. */
const WAITS_MEANWHILE = 3;

export const recoveredInTime: Check = {
  name: "what a killed process held could be claimed again within the bound of I6",
  async find(evidence) {
    const never = evidence.recoveries.find((recovery) => recovery.recoveredAt === null);
    if (never) return { detail: `${never.label} never came back`, jobId: never.jobId };
    const late = evidence.recoveries.find((recovery) => !isInTime(evidence, recovery));
    return late ? describe(evidence, late) : null;
  },
};

/** Those beyond the scaled bound by no more than what machine or database stood still meanwhile. */
export function excused(evidence: Evidence): number {
  const { recoveries, transport } = evidence;
  return recoveries.filter(
    (recovery) => tookMs(recovery) > recoveryBoundMs(transport) && isInTime(evidence, recovery),
  ).length;
}

export function tookMs({ killedAt, recoveredAt }: Recovery): number {
  return (recoveredAt ?? Number.POSITIVE_INFINITY) - killedAt;
}

function isInTime({ transport, live, outages }: Evidence, recovery: Recovery): boolean {
  const took = tookMs(recovery);
  if (took <= recoveryBoundMs(transport)) return true;
  if (took > recoveryCapMs(transport)) return false;
  const endedAt = recovery.killedAt + took;
  // Nothing is got over while Postgres is gone.
  if (outages.some(({ from, to }) => from <= endedAt && to >= recovery.killedAt)) return true;
  const stalled = WAITS_MEANWHILE * live.stalledMs(recovery.killedAt, endedAt);
  return took <= recoveryBoundMs(transport) + stalled;
}

async function describe({ sql, transport, live }: Evidence, late: Recovery): Promise<Failure> {
  const took = tookMs(late);
  const until = late.killedAt + took;
  const stalled = Math.round(WAITS_MEANWHILE * live.stalledMs(late.killedAt, until));
  const strikes = await sql<{ what: string; worker: string; afterMs: number }[]>`
    select what, worker, round(extract(epoch from at) * 1000 - ${late.killedAt})::int as after_ms from faults_journal
    where what in ('killed', 'stopped')
      and extract(epoch from at) * 1000 between ${late.killedAt - LOOK_BACK_MS} and ${until} order by at`;
  const meanwhile = strikes.map(
    ({ what, worker, afterMs }) => `${worker.split(":").at(-2)} ${what} at ${afterMs} ms`,
  );
  return {
    detail: `${late.label}: ${Math.round(took)} ms, not ${recoveryBoundMs(transport)} (and ${stalled} for the machine); ${meanwhile.join(", ")}`,
    jobId: late.jobId,
  };
}
