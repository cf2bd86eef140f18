import { z } from "zod";
import { queryNumber } from "#lib/http/query-number.ts";
import { TASK_KINDS, type TaskKind, type TaskState } from "#lib/search-engine/task.types.ts";
import { ADMIN_TASK_CHOICES } from "./row-choices.types.ts";

export const adminTasksQuerySchema = z.strictObject({
  state: z.enum(ADMIN_TASK_CHOICES).default("open"),
  kind: z.enum(TASK_KINDS).optional(),
  provider: z.string().max(100).optional(),
  /** Of failed ones, as the failures tell it. */
  reason: z.string().max(100).optional(),
  /** Who works on it, or did last. */
  worker: z.string().max(200).optional(),
  /** How far back those count that have ended. */
  hours: queryNumber(1, 720).default(24),
  limit: queryNumber(1, 100).default(50),
  cursor: z.string().max(400).optional(),
});
export type AdminTasksQuery = z.infer<typeof adminTasksQuerySchema>;

export interface AdminTask {
  taskId: string;
  jobId: string;
  accountName: string;
  provider: string;
  kind: TaskKind;
  state: TaskState;
  /** Of a search. */
  keyword: string | null;
  /** Creators whose details it fetches; null for another kind. */
  creatorCount: number | null;
  /** Since it last made progress. */
  attempts: number;
  worker: string | null;
  /** Provider credits. */
  cost: number;
  /** What went wrong last, also where it is tried again. */
  error: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export interface AdminTasksAnswer {
  tasks: AdminTask[];
  nextCursor: string | null;
}
