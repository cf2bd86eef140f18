import type { Recovery } from "../recovery.ts";
import { recoveryBoundMs, recoveryCapMs } from "../settings.ts";
import type { Check, Evidence, Failure } from "./check.ts";

/** What is got over waits for a busy machine again and again: as the sweep looks, as it gives back, as both commit. */
const WAITS_MEANWHILE = 3;

export const recoveredInTime: Check = {
  name: "what a killed process held could be claimed again within the bound of I6",
  find(evidence) {
    const never = evidence.recoveries.find((recovery) => recovery.recoveredAt === null);
    if (never) return { detail: `${never.label} never came back`, jobId: never.jobId };
    return describe(
      evidence,
      evidence.recoveries.find((recovery) => !isInTime(evidence, recovery)),
    );
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

function describe({ transport, live }: Evidence, late: Recovery | undefined): Failure | null {
  if (!late) return null;
  const took = tookMs(late);
  const stalled = Math.round(WAITS_MEANWHILE * live.stalledMs(late.killedAt, late.killedAt + took));
  return {
    detail: `${late.label}: ${Math.round(took)} ms, not ${recoveryBoundMs(transport)} (and ${stalled} ms of load)`,
    jobId: late.jobId,
  };
}
