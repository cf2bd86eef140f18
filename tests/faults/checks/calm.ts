import { recoveryBoundMs, recoveryCapMs } from "../settings.ts";
import { type Check, type Evidence, recordsOf } from "./check.ts";
import { describeWait, type JudgedWait, judgeWait } from "./waits.ts";

export const allEnded: Check = {
  name: "each job that was open as the last fault was over ended within I6's bound and its undisturbed length",
  find(evidence) {
    const { haveAllEnded, openHistory } = evidence;
    if (!haveAllEnded)
      return { detail: ["one had not, when the campaign gave up:", ...openHistory].join("\n    ") };
    const ends = endsInCalm(evidence);
    if (ends.length === 0) return { detail: "none was open by then, so that nothing is shown" };
    const late = ends.find(({ verdict }) => verdict === "tail" || verdict === "broken");
    return late
      ? {
          detail: `job ${late.number}, from the last fault to its end: ${describeWait(late)}`,
          jobId: late.id,
        }
      : null;
  },
};

interface CalmEnd extends JudgedWait {
  id: string;
  number: number;
}

/**
 * The jobs that ended after their last fault, which a call that hangs is for as long as it does. One that waited in line
 * by then may first wait for others of its account, as long as the whole undisturbed run took.
 */
export function endsInCalm(evidence: Evidence): CalmEnd[] {
  const { transport, calmSince, undisturbedMs, undisturbedLengths, jobs } = evidence;
  const numbers = new Map(jobs.map(({ jobId, number }) => [jobId, number]));
  return recordsOf(evidence).flatMap(({ id, startedAt, finishedAt }) => {
    if (finishedAt === null || finishedAt <= calmSince) return [];
    const number = numbers.get(id) ?? -1;
    const hadBegun = startedAt !== null && startedAt < calmSince;
    const lengthMs = hadBegun ? (undisturbedLengths.get(number) ?? 0) : undisturbedMs;
    const capMs = recoveryCapMs(transport) + lengthMs;
    const wait = { from: Math.max(calmSince, lastHangOf(evidence, id)), until: finishedAt };
    const bounds = { boundMs: recoveryBoundMs(transport) + lengthMs, capMs, outageCapMs: capMs };
    return [{ id, number, ...judgeWait(evidence, wait, bounds) }];
  });
}

/** When the last call of the job that hung under fire reached its time limit. */
function lastHangOf({ calls, calmSince }: Evidence, jobId: string): number {
  const ends = calls.flatMap((call) =>
    call.jobId === jobId && call.outcome === "timeout" && call.startedAt < calmSince
      ? [call.completedAt ?? 0]
      : [],
  );
  return Math.max(0, ...ends);
}
