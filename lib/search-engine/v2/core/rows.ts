import type { InferSelectModel } from "drizzle-orm";
import type { jobTasks, scrapingJobs } from "#lib/db/schema.ts";
import type { SearchFilters } from "./filters.ts";
import type { FoundCreator } from "./types.ts";

/** A job row under its lock: changed in memory, written once. */
export type JobRow = InferSelectModel<typeof scrapingJobs>;

type StoredTask = InferSelectModel<typeof jobTasks>;

export interface TaskPayload {
  /** Of an enrich task. */
  creatorIds?: string[];
  batchIndex?: number;
  /** Batches of the same page. */
  totalBatches?: number;
  /** Of the expand task of a retry: the keywords that the first job was given, and all that were searched since. */
  givenKeywords?: string[];
  searchedKeywords?: string[];
}

export type TaskRow = Omit<StoredTask, "carry" | "payload"> & { carry: FoundCreator[]; payload: TaskPayload };

/** A task that this process holds the lease of, with what the claim saw of its job. */
export type ClaimedTask = TaskRow & {
  leaseToken: string;
  jobStatus: JobRow["status"];
  isTargetMet: boolean;
  jobFilters: SearchFilters | null;
  jobCreatedAt: Date;
  /** The job's run where the job is a retry, which finds nobody again whom the run has already. */
  retriedRunId: string | null;
};

/** What a settle came to. `stale`: another holds the lease now, nothing was written. */
export interface Settled {
  outcome: "settled" | "waiting" | "stale";
  /** Creators that it delivered, or completed. */
  creators: number;
  /** The account whose next job may start, when this ended one. */
  endedAccountId: string | null;
  /** Providers with tasks that became due. */
  wake: string[];
}

export const STALE: Settled = { outcome: "stale", creators: 0, endedAccountId: null, wake: [] };
