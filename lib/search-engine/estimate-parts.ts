import type { Bounds, CapVerdict, EstimateAnswer } from "./estimate.types.ts";
import type { AccountUse } from "./reading/estimate-rows.ts";
import { closedReason, type GateRow } from "./v2/core/provider-gate.ts";

/** Whether what is left under a cap covers what a search may cost. */
export function capVerdict(credits: Bounds, left: number): CapVerdict {
  if (credits.max <= left) return "enough";
  return credits.expected > left ? "stops" : "may_stop";
}

/** Those that wait are promoted first, as many as there are free slots. */
export function placeOf({ openJobs, waitingJobs }: AccountUse, slots: number): EstimateAnswer["slots"] {
  const ahead = waitingJobs - Math.max(0, slots - openJobs);
  const startsAtOnce = ahead < 0;
  return {
    total: slots,
    taken: Math.min(slots, openJobs + waitingJobs),
    startsAtOnce,
    placeInLine: startsAtOnce ? null : ahead + 1,
  };
}

/** A provider that was never called has no gate yet: nothing holds its calls up. */
export function toGate(gate: GateRow | undefined): EstimateAnswer["provider"]["gate"] {
  const reason = gate ? closedReason(gate) : null;
  if (reason !== null) return { state: "closed", reason, until: null };
  if (!gate || gate.blockedForMs <= 0) return { state: "open", reason: null, until: null };
  const until = new Date(Date.now() + gate.blockedForMs).toISOString();
  return { state: "paused", reason: "The provider asked for a pause.", until };
}
