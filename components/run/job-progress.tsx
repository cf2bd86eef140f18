import { isTerminal, type JobStatus } from "#lib/search-engine/job-status.types.ts";
import type { JobProgress, JobSummary } from "#lib/search-engine/types.ts";
import { elapsed } from "../format.ts";
import { countsLine } from "../progress-text.ts";
import { useClock } from "../use-clock.ts";

export function JobProgressPanel({
  job,
  status,
  progress,
}: {
  job: JobSummary;
  status: JobStatus;
  progress: JobProgress;
}) {
  const hasEnded = isTerminal(status);
  const now = useClock(!hasEnded);
  const endedAt = job.finishedAt === null ? now : Date.parse(job.finishedAt);
  return (
    <div className="card">
      <p className={`phase ${status}`}>
        <strong>{progress.details}</strong>
      </p>
      <progress max={100} value={progress.percent} aria-label="Progress" />
      <p className="counts">
        <span>{countsLine(progress)}</span>{" "}
        <span className="quiet">
          {progress.percent} %{endedAt !== null && ` · ${elapsed(Date.parse(job.createdAt), endedAt)}`}
          {hasEnded && ` · ${job.allowance.charged - job.allowance.refunded} charged to the allowance`}
        </span>
      </p>
    </div>
  );
}
