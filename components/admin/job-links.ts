import type { JobFilter } from "#lib/admin/admin.types.ts";
import type { JobState } from "#lib/search-engine/types.ts";
import { pathWith } from "../query.ts";

/** The admins' list of the jobs behind a number. */
export function jobsHref(filter: Partial<JobFilter> & { state?: JobState }): string {
  return pathWith("/admin/jobs", filter);
}
