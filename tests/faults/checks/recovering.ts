import type { Recovery } from "../recovery.ts";
import { recoveryBoundMs, recoveryCapMs, SIZES, SLOWER_MAX } from "../settings.ts";
import type { Check, Evidence } from "./check.ts";
import { describeWait, findTooLate, type JudgedWait, judgeWait } from "./waits.ts";

export const recoveredInTime: Check = {
  name: "what a process held that was struck could be claimed again within the bound of I6",
  find(evidence) {
    const { recoveries, scale } = evidence;
    const never = recoveries.find((recovery) => recovery.recoveredAt === null);
    if (never) return { detail: `${never.label} never came back`, jobId: never.jobId };
    const { recoveriesMin } = SIZES[scale];
    for (const what of ["killed", "stopped"] as const) {
      const count = recoveries.filter((recovery) => recovery.what === what).length;
      if (count < recoveriesMin)
        return { detail: `${count} runs of processes that were ${what}, not ${recoveriesMin}` };
    }
    const late = findTooLate(judgeRecoveries(evidence));
    return late
      ? {
          detail: `${late.label} (${late.what}): ${describeWait(late)}${meanwhile(evidence, late)}`,
          jobId: late.jobId,
        }
      : null;
  },
};

/** Those that came to an end. */
export function judgeRecoveries(
  evidence: Pick<Evidence, "recoveries" | "transport" | "struck" | "machine" | "outages">,
): (Recovery & JudgedWait)[] {
  const { recoveries, transport } = evidence;
  const boundMs = recoveryBoundMs(transport);
  const outageCapMs = recoveryCapMs(transport);
  const bounds = { boundMs, capMs: Math.min(SLOWER_MAX * boundMs, outageCapMs), outageCapMs };
  return recoveries.flatMap((recovery) => {
    const { lostAt, recoveredAt } = recovery;
    if (recoveredAt === null) return [];
    return [{ ...recovery, ...judgeWait(evidence, { from: lostAt, until: recoveredAt }, bounds) }];
  });
}

function meanwhile({ struck }: Evidence, { lostAt, tookMs }: Recovery & JudgedWait): string {
  const others = struck.filter(({ what, at }) => what !== "cut" && at > lostAt && at <= lostAt + tookMs);
  const told = others.map(
    ({ what, at, processId }) => `${processId} ${what} at ${Math.round(at - lostAt)} ms`,
  );
  return told.length > 0 ? `; ${told.join(", ")}` : "";
}
