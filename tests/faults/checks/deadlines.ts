import { LATE_JOBS_MIN, lateBoundMs } from "../settings.ts";
import type { Check, Evidence } from "./check.ts";
import { heldUpMs } from "./held-up.ts";

interface LateJob {
  id: string;
  status: string;
  error: string | null;
  deadlineAt: number;
  endedAt: number;
  found: number;
  openTasks: number;
  /** Creators without details that do not say the deadline is why. */
  unexplained: number;
  charged: number;
  held: number;
}

export const deadlinesKept: Check = {
  name: "a job that misses its deadline ends within I6's bound, with what it has, and is charged for that alone",
  async find(evidence) {
    const jobs = await readLate(evidence);
    const late = jobs.filter(({ error }) => error === "deadline");
    if (late.length < LATE_JOBS_MIN) {
      return { detail: `${late.length} of ${jobs.length} such jobs missed it, not ${LATE_JOBS_MIN}` };
    }
    for (const job of jobs) {
      const wrong = job.error === "deadline" ? faultOf(evidence, job) : faultInTime(job);
      if (wrong) return { detail: wrong, jobId: job.id };
    }
    return null;
  },
};

function faultOf(evidence: Evidence, job: LateJob): string | null {
  const { status, deadlineAt, endedAt, found, openTasks, unexplained, charged, held } = job;
  const boundMs = lateBoundMs(evidence.transport) + heldUpMs(evidence, deadlineAt, endedAt);
  if (endedAt < deadlineAt) return "it ended for its deadline before that";
  if (endedAt - deadlineAt > boundMs) {
    return `it ended ${Math.round(endedAt - deadlineAt)} ms after its deadline, not ${Math.round(boundMs)}`;
  }
  if (status !== (found > 0 ? "partial" : "error")) return `it is ${status} with ${found} creators`;
  if (openTasks > 0) return `${openTasks} of its tasks are open`;
  if (unexplained > 0) return `${unexplained} creators have no details and do not say why`;
  return charged === found && held === 0
    ? null
    : `${found} creators delivered, ${charged} charged, ${held} held`;
}

function faultInTime({ status, deadlineAt, endedAt }: LateJob): string | null {
  return status === "completed" && endedAt <= deadlineAt ? null : `it is ${status}, not for its deadline`;
}

function readLate({ sql, jobs }: Evidence): Promise<LateJob[]> {
  const ids = jobs.filter((job) => job.deadlineAfterMs !== null).map((job) => job.jobId);
  return sql<LateJob[]>`
    select j.id, j.status, j.error, (extract(epoch from j.deadline_at) * 1000)::float8 as deadline_at,
      (extract(epoch from j.finished_at) * 1000)::float8 as ended_at, c.found, t.open_tasks, c.unexplained, l.charged, l.held
    from scraping_jobs j
    cross join lateral (
      select count(*)::int as found, count(*) filter (where state = 'found'
        or (state = 'skipped' and reason is distinct from 'deadline'))::int as unexplained
      from job_creators where job_id = j.id) c
    cross join lateral (
      select count(*)::int as open_tasks from job_tasks
      where job_id = j.id and state in ('pending', 'parked', 'running')) t
    cross join lateral (
      select coalesce(-sum(held_delta) filter (where kind = 'charge'), 0)::int as charged,
        coalesce(sum(held_delta), 0)::int as held
      from ledger_entries where job_id = j.id) l
    where j.id = any(${ids}::uuid[]) order by j.created_at`;
}
