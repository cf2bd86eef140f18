import { createStatusPoller, type StatusView } from "#components/status-poller.ts";
import type { AppClient } from "./app-client.ts";
import { followJob } from "./follow-job.ts";

/**
 * Follows jobs until all have ended, each with its own polls; `onViews` sees the newest view of each, in the
 * order of the jobs, as soon as all are known. One that cannot be followed ends the rest. @throws ApiError
 */
export async function followJobs(
  app: AppClient,
  jobIds: readonly string[],
  onViews: (views: StatusView[]) => void,
): Promise<StatusView[]> {
  const latest = new Map<string, StatusView>();
  const stop = new AbortController();
  const follow = (jobId: string) =>
    followJob(
      createStatusPoller(jobId, app.get),
      (view) => {
        latest.set(jobId, view);
        if (latest.size === jobIds.length) onViews(jobIds.flatMap((id) => latest.get(id) ?? []));
      },
      stop.signal,
    );
  try {
    return await Promise.all(jobIds.map(follow));
  } finally {
    stop.abort();
  }
}
