import type { AdminJobState, JobFilter } from "#lib/admin/admin.types.ts";
import { pathWith } from "../query.ts";
import type { TimelineChoice } from "../timeline/use-timeline-choice.ts";

/** What happened in a job: all of it, its calls, or the tasks that are so. */
export function timelineHref(jobId: string, choice: TimelineChoice): string {
  return `${pathWith(`/admin/jobs/${jobId}`, choice)}#timeline`;
}

/** The admins' list of the jobs behind a number. */
export function jobsHref(filter: Partial<JobFilter> & { state?: AdminJobState }): string {
  return pathWith("/admin/jobs", filter);
}
