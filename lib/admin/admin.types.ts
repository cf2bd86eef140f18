import { z } from "zod";
import { queryNumber } from "#lib/http/query-number.ts";
import { TASK_KINDS, type TaskKind } from "#lib/search-engine/task.types.ts";
import { JOB_STATES, type JobStatus } from "#lib/search-engine/types.ts";

/** The shapes of the admins' API, shared by routes and pages. Seconds and milliseconds as the names say. */

type OpenTaskState = "pending" | "parked" | "running";

const name = z.string().max(100);
/** Which jobs are meant. With a reason or a kind: those with such a failed task, and `provider` is the task's. */
export const jobFilterShape = {
  provider: name.optional(),
  platform: name.optional(),
  accountId: z.uuid().optional(),
  kind: z.enum(TASK_KINDS).optional(),
  /** As the failures tell it. */
  reason: name.optional(),
};

/** `retryable` are those that ended within the hours with something failed that no retry has taken over. */
const ADMIN_JOB_STATES = [...JOB_STATES, "retryable"] as const;
export type AdminJobState = (typeof ADMIN_JOB_STATES)[number];

export const adminJobsQuerySchema = z.strictObject({
  state: z.enum(ADMIN_JOB_STATES).optional(),
  ...jobFilterShape,
  /** How far back failed tasks, and jobs to be retried, count. */
  hours: queryNumber(1, 720).default(24),
  limit: queryNumber(1, 100).default(50),
  cursor: z.string().max(400).optional(),
});
export type AdminJobsQuery = z.infer<typeof adminJobsQuerySchema>;
export type JobFilter = Pick<
  AdminJobsQuery,
  "provider" | "platform" | "accountId" | "kind" | "reason" | "hours"
>;

export const failuresQuerySchema = z.strictObject({ hours: queryNumber(1, 720).default(24) });
export type FailuresQuery = z.infer<typeof failuresQuerySchema>;

export const providerSwitchBodySchema = z.strictObject({
  stopped: z.boolean(),
  /** What people are told whose searches wait; only with `stopped`. */
  reason: z.string().trim().min(1).max(200).optional(),
});
export type ProviderSwitchBody = z.infer<typeof providerSwitchBodySchema>;

/** A minute, over the last five and the last sixty. */
export interface Rate {
  perMinute5: number;
  perMinute60: number;
}

export interface JobBoard {
  open: { status: JobStatus; count: number; oldestSeconds: number }[];
  created: Rate;
  ended: ({ status: JobStatus; lastDay: number } & Rate)[];
  /** The job that has waited longest for a slot. */
  oldestWaiting: { jobId: string; accountId: string; waitingSeconds: number } | null;
}

export interface TaskBoard {
  /** `due` are pending ones that nothing but a free worker keeps waiting. */
  open: {
    kind: TaskKind;
    state: OpenTaskState;
    count: number;
    due: number;
    oldestDueSeconds: number | null;
  }[];
  /** Of the last hour. Durations of tasks that are done, from the first claim; null where there is none. */
  finished: ({
    kind: TaskKind;
    done: number;
    failed: number;
    cancelled: number;
    p50Ms: number | null;
    p95Ms: number | null;
  } & Rate)[];
}

export interface WorkerState {
  id: string;
  hostname: string;
  concurrency: number;
  running: number;
  stopping: boolean;
  startedAt: string;
  beatAgeSeconds: number;
  /** It has not reported for so long that it counts as gone. */
  isStale: boolean;
}

export interface GateAnswer {
  state: "open" | "paused" | "closed";
  reason: string | null;
  /** When it was closed. */
  since: string | null;
  /** When its pause is over. */
  until: string | null;
}

export interface ProviderState {
  provider: string;
  gate: GateAnswer;
  /** Of the last hour: calls that have ended, and the share of them that failed; null where none has ended. */
  calls: {
    underWay: number;
    ended: number;
    errorShare: number | null;
    p50Ms: number | null;
    p95Ms: number | null;
  } & Rate;
  /** Credits of the UTC day. */
  spentToday: number;
  spendCapPerDay: number;
  /** True when it answers from recorded sample data. */
  sampleData: boolean;
}

export interface AdminOverview {
  jobs: JobBoard;
  tasks: TaskBoard;
  workers: WorkerState[];
  providers: ProviderState[];
  /** The switch that stops all paid calls. */
  allProviders: GateAnswer;
  lastSweepSeconds: number | null;
  notices: number;
  drifts: number;
}

export interface AdminJob {
  jobId: string;
  runId: string;
  accountId: string;
  accountName: string;
  userId: string;
  userName: string;
  platform: string;
  provider: string;
  status: JobStatus;
  keywords: string[];
  targetResults: number;
  creatorsFound: number;
  creatorsEnriched: number;
  creatorsFailed: number;
  emailsFound: number;
  keywordsFailed: number;
  openTasks: number;
  percent: number;
  /** Provider credits. */
  cost: number;
  error: string | null;
  cancelRequestedAt: string | null;
  deadlineAt: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export interface AdminJobsAnswer {
  jobs: AdminJob[];
  nextCursor: string | null;
}

export interface CounterCheck {
  counter: string;
  stored: number;
  /** Null where the rows no longer tell: a person was erased. */
  recounted: number | null;
  /** Recounted less stored; anything but 0 is a fault. */
  drift: number | null;
}

export interface AdminJobAnswer {
  job: AdminJob;
  counters: CounterCheck[];
  /** What `invariant_violations` says of the job. */
  violations: { rule: string; subject: string; details: unknown }[];
  tasks: { kind: TaskKind; state: string; count: number }[];
}

export interface FailureGroup {
  provider: string;
  kind: TaskKind;
  reason: string;
  /** What the newest of them says. */
  message: string | null;
  tasks: number;
  jobs: number;
  /** Those of the jobs that could be cancelled. */
  openJobs: number;
  /** Those of the jobs that could be retried. */
  retryableJobs: number;
  newestAt: string;
  newestJobId: string;
}

export interface FailuresAnswer {
  hours: number;
  failures: FailureGroup[];
}

export interface NoticesAnswer {
  notices: {
    kind: string;
    subject: string;
    message: string;
    count: number;
    firstAt: string;
    lastAt: string;
  }[];
  drifts: { rule: string; subject: string; details: unknown; createdAt: string }[];
}
