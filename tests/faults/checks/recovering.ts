import type { Recovery } from "../recovery.ts";
import { LEASE_MS, recoveryBoundMs, recoveryCapMs, TRANSACTION_IDLE_MAX_MS } from "../settings.ts";
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

/** Those beyond the scaled bound by no more than what held them up. */
export function excused(evidence: Evidence): number {
  const { recoveries, transport } = evidence;
  return recoveries.filter(
    (recovery) => tookMs(recovery) > recoveryBoundMs(transport) && isInTime(evidence, recovery),
  ).length;
}

export function tookMs({ killedAt, recoveredAt }: Recovery): number {
  return (recoveredAt ?? Number.POSITIVE_INFINITY) - killedAt;
}

function isInTime(evidence: Evidence, recovery: Recovery): boolean {
  const { transport, outages } = evidence;
  const took = tookMs(recovery);
  if (took <= recoveryBoundMs(transport)) return true;
  if (took > recoveryCapMs(transport)) return false;
  // Nothing is got over while Postgres is gone.
  const isMet = outages.some(({ from, to }) => from <= recovery.killedAt + took && to >= recovery.killedAt);
  return isMet || took <= recoveryBoundMs(transport) + heldUpMs(evidence, recovery);
}

/** By a busy machine, and by other processes that were stopped meanwhile, which may hold what is needed until then. */
function heldUpMs({ live, stops }: Evidence, recovery: Recovery): number {
  const until = recovery.killedAt + tookMs(recovery);
  const stopped = stops.filter((at) => at >= recovery.killedAt && at <= until).length;
  return WAITS_MEANWHILE * live.stalledMs(recovery.killedAt, until) + stopped * TRANSACTION_IDLE_MAX_MS;
}

async function describe(evidence: Evidence, late: Recovery): Promise<Failure> {
  const { sql, transport } = evidence;
  const took = tookMs(late);
  const until = late.killedAt + took;
  const heldUp = Math.round(heldUpMs(evidence, late));
  const strikes = await sql<{ what: string; worker: string; afterMs: number }[]>`
    select what, worker, round(extract(epoch from at) * 1000 - ${late.killedAt})::int as after_ms from faults_journal
    where what in ('killed', 'stopped')
      and extract(epoch from at) * 1000 between ${late.killedAt - LOOK_BACK_MS} and ${until} order by at`;
  const meanwhile = strikes.map(
    ({ what, worker, afterMs }) => `${worker.split(":").at(-2)} ${what} at ${afterMs} ms`,
  );
  return {
    detail: `${late.label}: ${Math.round(took)} ms, not ${recoveryBoundMs(transport)} (and ${heldUp} for what held it up); ${meanwhile.join(", ")}`,
    jobId: late.jobId,
  };
}
