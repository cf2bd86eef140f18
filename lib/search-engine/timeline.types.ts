import { z } from "zod";
import { queryNumber } from "#lib/http/query-number.ts";
import { TASK_CHOICES, TASK_KINDS, type TaskKind, type TaskState } from "./task.types.ts";
import type { JobStatus } from "./types.ts";

export const timelineQuerySchema = z
  .strictObject({
    /** Beside the turns of the job: its work alone, or its calls alone. */
    only: z.enum(["tasks", "calls"]).optional(),
    /** Only tasks that are so, and nothing else. */
    kind: z.enum(TASK_KINDS).optional(),
    state: z.enum(TASK_CHOICES).optional(),
    limit: queryNumber(1, 500).default(200),
    cursor: z.string().max(300).optional(),
  })
  .refine(({ only, kind, state }) => only !== "calls" || (kind === undefined && state === undefined), {
    path: ["only"],
    message: "calls have no kind and no state; those are of tasks",
  });
export type TimelineQuery = z.infer<typeof timelineQuerySchema>;

/** A turn of the job itself. */
export interface JobEvent {
  type: "job";
  /** ISO 8601, as in all entries. */
  at: string;
  /** `started`: the first task was taken up. */
  event: "asked" | "started" | "cancel_requested" | "ended";
  /** With `asked`: who; null for admins. */
  by: string | null;
  /** With `ended`. */
  status: JobStatus | null;
}

/** A unit of work as it is now, at the time when it was made. */
export interface TaskEntry {
  type: "task";
  at: string;
  taskId: string;
  kind: TaskKind;
  /** Of a search. */
  keyword: string | null;
  /** Creators whose details it fetches; null for another kind. */
  creatorCount: number | null;
  state: TaskState;
  /** Since it last made progress. */
  attempts: number;
  startedAt: string | null;
  finishedAt: string | null;
  /** Why it is not worked on; `until` is null where no time is set. Null for a task that waits for nothing but a worker. */
  wait: { until: string | null; reason: string } | null;
  /** Why it failed. */
  error: { code: string; message: string } | null;
  /** Why it was closed without failing: `not_needed`, `cancelled`. */
  closedFor: string | null;
  /** Who worked on it last; users see its last part alone. */
  worker: string | null;
  /** Provider credits, of all its calls. */
  cost: number;
}

/** One HTTP try at a provider. */
export interface CallEntry {
  type: "call";
  at: string;
  callId: string;
  taskId: string | null;
  provider: string;
  action: string;
  /** What it was for: a keyword, a creator. */
  reason: string | null;
  /** `started`, `ok`, `unknown` (its process died), `aborted`, or the kind of error. */
  outcome: string;
  /** HTTP; null where no answer came. */
  status: number | null;
  durationMs: number | null;
  /** Provider credits. */
  cost: number;
}

export type TimelineEntry = JobEvent | TaskEntry | CallEntry;

export interface TimelineAnswer {
  jobId: string;
  status: JobStatus;
  /** Of all calls of the job, whichever page was asked for. */
  cost: { calls: number; credits: number };
  /** In the order of their times. */
  entries: TimelineEntry[];
  nextCursor: string | null;
}
