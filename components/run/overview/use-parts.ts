import { useMemo } from "react";
import type { JobSummary } from "#lib/search-engine/types.ts";
import type { RunPart as Progress } from "../../run-progress.ts";
import type { StatusView } from "../../status-poller.ts";

/** One search of a run as it is now. */
export interface RunPart extends Progress {
  job: JobSummary;
  /** Null until the first answer. */
  view: StatusView | null;
}

/** The searches of a run in the order in which they were begun, each as of its newest answer. */
export function useParts(
  jobs: readonly JobSummary[],
  views: ReadonlyMap<string, StatusView> | undefined,
): readonly RunPart[] {
  return useMemo(
    () =>
      [...jobs]
        .sort((one, other) => one.createdAt.localeCompare(other.createdAt))
        .map((job) => {
          const view = views?.get(job.jobId) ?? null;
          const { status, progress } = view ?? job;
          return { jobId: job.jobId, retryOf: job.retryOf, job, status, progress, view };
        }),
    [jobs, views],
  );
}
