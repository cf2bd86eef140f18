"use client";

import type { AdminJobsAnswer } from "#lib/admin/admin.types.ts";
import { pathWith } from "../../query.ts";
import { useApi } from "../../use-api.ts";
import type { BulkFilter } from "./bulk-filter.ts";

const COUNTED_MAX = 100;

/** Jobs that can be ended, or that have failed work to be done again. */
export type MeantState = "open" | "retryable";

export interface MeantJobs {
  count: number;
  hasMore: boolean;
  /** Why they could not be counted; then `count` is 0. */
  error: string | null;
}

/** How many jobs of this state a filter means now; those that end already anyway are none of them. Null until it is known. */
export function useMeantJobs(state: MeantState, filter: BulkFilter): MeantJobs | null {
  const path = pathWith("/api/v2/admin/jobs", { state, ...filter, limit: COUNTED_MAX });
  const { data, error } = useApi<AdminJobsAnswer>(path);
  if (error && !data) return { count: 0, hasMore: false, error: error.message };
  if (!data) return null;
  const count = data.jobs.filter(({ cancelRequestedAt }) => cancelRequestedAt === null).length;
  return { count, hasMore: data.nextCursor !== null, error: null };
}
