import type { AdminJobState, JobFilter } from "#lib/admin/admin.types.ts";
import { pathWith } from "../query.ts";

/** The admins' list of the jobs behind a number. */
export function jobsHref(filter: Partial<JobFilter> & { state?: AdminJobState }): string {
  return pathWith("/admin/jobs", filter);
}
