"use client";

import type { JobSummary } from "#lib/search-engine/types.ts";
import { useRunJobs } from "../use-run-jobs.ts";
import { AchievableNotice } from "./achievable-notice.tsx";
import { JobView } from "./job-view.tsx";

/** All jobs of one press of the button, live. */
export function RunView({ runId, initialJobs }: { runId: string; initialJobs: JobSummary[] }) {
  const { jobs, error, refresh } = useRunJobs(runId, initialJobs);
  return (
    <>
      <AchievableNotice runId={runId} />
      {error && (
        <p className="error" role="alert">
          The list of this run's searches is not up to date: {error.message}{" "}
          <button type="button" onClick={refresh}>
            Try again
          </button>
        </p>
      )}
      {jobs.map((job) => (
        <JobView key={job.jobId} job={job} onChange={refresh} />
      ))}
    </>
  );
}
