import type { TakenJob } from "../run-jobs.ts";
import {
  CANCELS_TAKEN_SHARE_MIN,
  recoveryBoundMs,
  recoveryCapMs,
  SLOWER_MAX,
  TRANSACTION_IDLE_MAX_MS,
  WORK_MS,
} from "../settings.ts";
import { unusualMs } from "../stalls.ts";
import { type Check, type Evidence, type Failure, recordsOf } from "./check.ts";
import { describeWait, findTooLateOfFew, judgeWait } from "./waits.ts";

/** A call passes the gate by what was committed as it asked, and its transaction may stand still for a while. */
const AT_THE_GATE_MS = TRANSACTION_IDLE_MAX_MS + WORK_MS;

export const cancelsKept: Check = {
  name: "every acknowledged cancel is kept, and nothing else is cancelled",
  find(evidence) {
    const taken = new Set(evidence.jobs.filter((job) => job.cancel?.isTaken).map((job) => job.jobId));
    const wrong = recordsOf(evidence).find(({ id, status }) => taken.has(id) !== (status === "cancelled"));
    if (wrong) return { detail: `${wrong.key} is ${wrong.status}`, jobId: wrong.id };
    return findRefused(evidence);
  },
};

/** The app refuses a cancel for one reason: the job has ended. */
function findRefused(evidence: Evidence): Failure | null {
  const ends = new Map(recordsOf(evidence).map(({ id, finishedAt }) => [id, finishedAt]));
  for (const { jobId, cancel } of evidence.jobs) {
    const finishedAt = ends.get(jobId) ?? Number.POSITIVE_INFINITY;
    if (cancel && !cancel.isTaken && finishedAt > cancel.answeredAt)
      return { detail: "its cancel was refused while it was open", jobId };
  }
  return null;
}

export const cancelsBite: Check = {
  name: "a cancelled job ends within I6's bound, and no call of it starts any more",
  find(evidence) {
    const planned = evidence.jobs.filter((job) => job.cancelAfterMs !== null).length;
    const taken = evidence.jobs.filter((job) => job.cancel?.isTaken);
    if (taken.length < Math.max(1, CANCELS_TAKEN_SHARE_MIN * planned))
      return { detail: `${taken.length} of ${planned} cancels came before the job's end` };
    const late = findTooLateOfFew(taken.flatMap((job) => judgeEnd(evidence, job)));
    if (late) return { detail: `from its cancel to its end: ${describeWait(late)}`, jobId: late.id };
    for (const job of taken) {
      const call = findCallAfter(evidence, job);
      if (call)
        return {
          detail: `a call (${call.unit}) started ${Math.round(call.startedAt - (job.cancel?.answeredAt ?? 0))} ms after its cancel was acknowledged`,
          jobId: job.jobId,
        };
    }
    return null;
  },
};

/** What runs settles or expires: so it counts from the end of a call that hangs, and from what struck its workers last. */
function judgeEnd(evidence: Evidence, { jobId }: TakenJob) {
  const record = recordsOf(evidence).find(({ id }) => id === jobId);
  if (!record || record.cancelRequestedAt === null) return [];
  const { id, cancelRequestedAt, lastStruckAt, finishedAt } = record;
  const hangs = evidence.calls.flatMap((call) =>
    call.jobId === id && call.outcome === "timeout" ? [call.completedAt ?? 0] : [],
  );
  const boundMs = recoveryBoundMs(evidence.transport);
  const outageCapMs = recoveryCapMs(evidence.transport);
  const wait = {
    from: Math.max(cancelRequestedAt, lastStruckAt ?? 0, ...hangs),
    until: finishedAt ?? Number.POSITIVE_INFINITY,
  };
  const bounds = { boundMs, capMs: Math.min(SLOWER_MAX * boundMs, outageCapMs), outageCapMs };
  return [{ id, ...judgeWait(evidence, wait, bounds) }];
}

function findCallAfter({ calls, machine }: Evidence, { jobId, cancel }: TakenJob) {
  const from = cancel?.answeredAt ?? Number.POSITIVE_INFINITY;
  return calls.find(
    ({ jobId: of, startedAt }) =>
      of === jobId && startedAt > from + AT_THE_GATE_MS + unusualMs(machine, from, startedAt),
  );
}
