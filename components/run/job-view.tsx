"use client";

import { useEffect } from "react";
import { isTerminal, type JobSummary } from "#lib/search-engine/types.ts";
import { countsLine, phaseName } from "../progress-text.ts";
import { useAnnouncement } from "../use-announcement.ts";
import { useJobStatus } from "../use-job-status.ts";
import { CancelButton } from "./cancel-button.tsx";
import { CreatorsTable } from "./creators-table.tsx";
import { FiltersNote } from "./filters-note.tsx";
import { JobErrors } from "./job-errors.tsx";
import { JobProgressPanel } from "./job-progress.tsx";
import { KeywordList } from "./keyword-list.tsx";
import { PollingError } from "./polling-error.tsx";

export function JobView({ job, onChange }: { job: JobSummary; onChange: () => void }) {
  const { status: live, error, isAsking, askAgain } = useJobStatus(job.jobId);
  const status = live?.status ?? job.status;
  const progress = live?.progress ?? job.progress;
  const hasEnded = isTerminal(status);
  const announcement = useAnnouncement(`${phaseName(status)}: ${countsLine(progress)}`);

  // The list tells when it ended and what it cost.
  useEffect(() => {
    if (hasEnded && job.finishedAt === null) onChange();
  }, [hasEnded, job.finishedAt, onChange]);

  return (
    <section className="job" aria-labelledby={`job-${job.jobId}`} data-status={status}>
      <header className="job-head">
        <h2 id={`job-${job.jobId}`}>
          {job.keywords.join(", ")} <span className="quiet">on {job.platform}</span>
        </h2>
        <CancelButton jobId={job.jobId} hasEnded={hasEnded} onCancelled={askAgain} />
      </header>
      {live?.sampleData && (
        <p className="notice">
          This is recorded sample data, not live results: no key for the provider is set, so a stand-in on
          this machine answers.
        </p>
      )}
      <FiltersNote filters={job.filters} platform={job.platform} />
      <JobProgressPanel job={job} status={status} progress={progress} />
      <p className="visually-hidden" role="status">
        {announcement}
      </p>
      {error && <PollingError error={error} isAsking={isAsking} onRetry={askAgain} />}
      <JobErrors errors={live?.errors ?? []} message={job.error} />
      <KeywordList keywords={live?.keywords ?? []} />
      <CreatorsTable rows={live?.rows ?? []} hasEnded={hasEnded} isKnown={live !== undefined} />
    </section>
  );
}
