"use client";

import { memo, useEffect } from "react";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { countsLine, phaseName } from "../progress-text.ts";
import type { StatusView } from "../status-poller.ts";
import { useAnnouncement } from "../use-announcement.ts";
import { useJobStatus } from "../use-job-status.ts";
import { CancelButton } from "./cancel-button.tsx";
import { CreatorsTable } from "./creators-table.tsx";
import { FiltersNote } from "./filters-note.tsx";
import { JobErrors } from "./job-errors.tsx";
import { JobProgressPanel } from "./job-progress.tsx";
import { KeywordList } from "./keyword-list.tsx";
import { PollingError } from "./polling-error.tsx";

/** One search, live. The page around it changes with every search of the run: this one only with its own. */
export const JobView = memo(function JobView({
  job,
  platformName,
  isOneOfSeveral,
  onChange,
  onLive,
}: {
  job: JobSummary;
  platformName: string;
  isOneOfSeveral: boolean;
  onChange: () => void;
  onLive: (view: StatusView) => void;
}) {
  const { status: live, error, isAsking, askAgain } = useJobStatus(job.jobId);
  const status = live?.status ?? job.status;
  const progress = live?.progress ?? job.progress;
  const hasEnded = isTerminal(status);
  const announcement = useAnnouncement(`${phaseName(status)}: ${countsLine(progress)}`);

  useEffect(() => {
    if (live) onLive(live);
  }, [live, onLive]);

  // The list tells when it ended and what it cost.
  useEffect(() => {
    if (hasEnded && job.finishedAt === null) onChange();
  }, [hasEnded, job.finishedAt, onChange]);

  return (
    <section className="job" aria-labelledby={`job-${job.jobId}`} data-status={status}>
      <header className="job-head">
        <h2 id={`job-${job.jobId}`}>
          {isOneOfSeveral ? (
            platformName
          ) : (
            <>
              {job.keywords.join(", ")} <span className="quiet">on {platformName}</span>
            </>
          )}
        </h2>
        <CancelButton
          jobIds={[job.jobId]}
          label={isOneOfSeveral ? `Cancel ${platformName}` : "Cancel search"}
          hasEnded={hasEnded}
          onCancelled={askAgain}
        />
      </header>
      <FiltersNote filters={job.filters} platform={platformName} />
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
});
