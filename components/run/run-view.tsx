"use client";

import { useCallback, useState } from "react";
import type { JobSummary } from "#lib/search-engine/types.ts";
import type { StatusView } from "../status-poller.ts";
import { useRunJobs } from "../use-run-jobs.ts";
import { JobView } from "./job-view.tsx";
import { RunNotice } from "./run-notice.tsx";
import { RunTotals } from "./run-totals.tsx";
import { SampleNotice } from "./sample-notice.tsx";

/** All jobs of one press of the button, in the order in which they were begun; each is followed by itself. */
export function RunView({
  runId,
  initialJobs,
  platformNames: names,
}: {
  runId: string;
  initialJobs: JobSummary[];
  platformNames: Readonly<Record<string, string>>;
}) {
  const { jobs: newestFirst, error, refresh } = useRunJobs(runId, initialJobs);
  const [live, setLive] = useState<ReadonlyMap<string, StatusView>>(new Map());
  const onLive = useCallback((view: StatusView) => {
    setLive((known) => new Map(known).set(view.jobId, view));
  }, []);
  const jobs = [...newestFirst].sort((one, other) => one.createdAt.localeCompare(other.createdAt));
  const parts = jobs.map((job) => {
    const { status, progress } = live.get(job.jobId) ?? job;
    return { platform: job.platform, status, progress };
  });
  const begun = jobs.map((job) => job.platform);
  const isSeveral = jobs.length > 1;
  return (
    <>
      <RunNotice runId={runId} begun={begun} names={names} />
      <SampleNotice views={[...live.values()]} names={names} />
      {error && (
        <p className="error" role="alert">
          The list of this run's searches is not up to date: {error.message}{" "}
          <button type="button" onClick={refresh}>
            Try again
          </button>
        </p>
      )}
      {isSeveral && <RunTotals jobs={jobs} parts={parts} names={names} onCancelled={refresh} />}
      {jobs.map((job) => (
        <JobView
          key={job.jobId}
          job={job}
          platformName={names[job.platform] ?? job.platform}
          isOneOfSeveral={isSeveral}
          onChange={refresh}
          onLive={onLive}
        />
      ))}
    </>
  );
}
