import type { AdminJobState, JobFilter } from "#lib/admin/admin.types.ts";
import type { CallChoice } from "#lib/admin/row-choices.types.ts";
import type { AdminTasksQuery } from "#lib/admin/task-rows.types.ts";
import { pathWith } from "../query.ts";
import type { TimelineChoice } from "../timeline/use-timeline-choice.ts";

export type TasksBehind = Partial<
  Pick<AdminTasksQuery, "state" | "kind" | "provider" | "reason" | "worker" | "hours">
>;

/** What happened in a job: all of it, its calls, or the tasks that are so. */
export function timelineHref(jobId: string, choice: TimelineChoice): string {
  return `${pathWith(`/admin/jobs/${jobId}`, choice)}#timeline`;
}

/** The admins' list of tasks. */
export function tasksHref(choice: TasksBehind): string {
  return pathWith("/admin/tasks", choice);
}

/** The admins' list of the calls of a provider, of the last hour. */
export function callsHref(provider: string, outcome?: CallChoice): string {
  return pathWith("/admin/calls", { provider, outcome });
}

/** The admins' list of the jobs behind a number. */
export function jobsHref(filter: Partial<JobFilter> & { state?: AdminJobState }): string {
  return pathWith("/admin/jobs", filter);
}
