import type { JobRecord } from "../evidence/index.ts";
import { LATE_JOBS_MIN, lateBoundMs, lateCapMs, SLOWER_MAX } from "../settings.ts";
import { type Check, type Evidence, recordsOf } from "./check.ts";
import { describeWait, findTooLateOfFew, judgeWait } from "./waits.ts";

export const deadlinesKept: Check = {
  name: "a job that misses its deadline ends within I6's bound, with what it has, and is charged for that alone",
  find(evidence) {
    const planned = new Set(
      evidence.jobs.filter((job) => job.deadlineAfterMs !== null).map((job) => job.jobId),
    );
    const records = recordsOf(evidence).filter(({ id }) => planned.has(id));
    const late = records.filter(({ error }) => error === "deadline");
    if (late.length < LATE_JOBS_MIN) {
      return { detail: `${late.length} of ${records.length} such jobs missed it, not ${LATE_JOBS_MIN}` };
    }
    for (const record of records) {
      const wrong = record.error === "deadline" ? faultOf(record) : faultInTime(record);
      if (wrong) return { detail: wrong, jobId: record.id };
    }
    const tooLate = findTooLateOfFew(late.map((record) => judge(evidence, record)));
    return tooLate
      ? { detail: `it ended after its deadline by ${describeWait(tooLate)}`, jobId: tooLate.id }
      : null;
  },
};

function judge(evidence: Evidence, { id, deadlineAt, finishedAt }: JobRecord) {
  const boundMs = lateBoundMs(evidence.transport);
  const outageCapMs = lateCapMs(evidence.transport);
  const wait = { from: deadlineAt ?? 0, until: finishedAt ?? Number.POSITIVE_INFINITY };
  return {
    id,
    ...judgeWait(evidence, wait, {
      boundMs,
      capMs: Math.min(SLOWER_MAX * boundMs, outageCapMs),
      outageCapMs,
    }),
  };
}

function faultOf(record: JobRecord): string | null {
  const { status, deadlineAt, finishedAt, found, openTasks, unexplained, charged, held } = record;
  if (finishedAt === null || deadlineAt === null) return "it has no deadline, or no end";
  if (finishedAt < deadlineAt) return "it ended for its deadline before that";
  if (status !== (found > 0 ? "partial" : "error")) return `it is ${status} with ${found} creators`;
  if (openTasks > 0) return `${openTasks} of its tasks are open`;
  if (unexplained > 0) return `${unexplained} creators have no details and do not say why`;
  return charged === found && held === 0
    ? null
    : `${found} creators delivered, ${charged} charged, ${held} held`;
}

function faultInTime({ status, deadlineAt, finishedAt }: JobRecord): string | null {
  const isInTime = finishedAt !== null && (deadlineAt === null || finishedAt <= deadlineAt);
  return status === "completed" && isInTime ? null : `it is ${status}, not for its deadline`;
}
