import type { Recovery } from "../recovery.ts";
import { LEASE_MS, recoveryBoundMs, recoveryCapMs } from "../settings.ts";
import type { Check, Evidence, Failure } from "./check.ts";
import { heldUpMs } from "./held-up.ts";

/** Who was struck so long before may still be standing still. */
const LOOK_BACK_MS = 2 * LEASE_MS;

export const recoveredInTime: Check = {
  name: "what a killed process held could be claimed again within the bound of I6",
  find(evidence) {
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
  return (
    isMet ||
    took <= recoveryBoundMs(transport) + heldUpMs(evidence, recovery.killedAt, recovery.killedAt + took)
  );
}

function describe(evidence: Evidence, late: Recovery): Failure {
  const { struck, transport } = evidence;
  const took = tookMs(late);
  const until = late.killedAt + took;
  const heldUp = Math.round(heldUpMs(evidence, late.killedAt, until));
  const meanwhile = struck
    .filter(({ at }) => at >= late.killedAt - LOOK_BACK_MS && at <= until)
    .map(({ what, at, processId }) => `${processId} ${what} at ${Math.round(at - late.killedAt)} ms`);
  return {
    detail: `${late.label}: ${Math.round(took)} ms, not ${recoveryBoundMs(transport)} (and ${heldUp} for what held it up); ${meanwhile.join(", ")}`,
    jobId: late.jobId,
  };
}
