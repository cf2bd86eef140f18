import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { elapsed } from "../format.ts";
import { phaseName } from "../progress-text.ts";
import { type RunPart, runCountsLine, runPercent, runStatus } from "../run-totals.ts";
import { useClock } from "../use-clock.ts";
import { CancelButton } from "./cancel-button.tsx";

/** Several searches of one run together, each with a link to its own part of the page. */
export function RunTotals({
  jobs,
  parts,
  names,
  onCancelled,
}: {
  jobs: readonly JobSummary[];
  /** As the jobs, live. */
  parts: readonly RunPart[];
  names: Readonly<Record<string, string>>;
  onCancelled: () => void;
}) {
  const status = runStatus(parts);
  const keywords = [...new Set(jobs.flatMap((job) => job.keywords))];
  const hasEnded = isTerminal(status);
  const now = useClock(!hasEnded);
  const begunAt = Math.min(...jobs.map((job) => Date.parse(job.createdAt)));
  const ends = jobs.map((job) => (job.finishedAt === null ? now : Date.parse(job.finishedAt)));
  const endedAt = ends.every((end) => end !== null) ? Math.max(...ends) : null;
  const percent = hasEnded ? 100 : runPercent(parts);
  const charged = jobs.reduce((sum, { allowance }) => sum + allowance.charged - allowance.refunded, 0);
  const isSettled = jobs.every((job) => job.finishedAt !== null);
  return (
    <section className="card run-totals" aria-label="All platforms" data-status={status}>
      <header className="job-head">
        <h2>{keywords.join(", ")}</h2>
        <CancelButton
          jobIds={jobs
            .filter((_, index) => !isTerminal(parts[index]?.status ?? "pending"))
            .map((job) => job.jobId)}
          label="Cancel all"
          hasEnded={hasEnded}
          onCancelled={onCancelled}
        />
      </header>
      <p>
        <strong className={`phase ${status}`}>{phaseName(status)}</strong> {runCountsLine(parts)}
      </p>
      <progress max={100} value={percent} aria-label="Progress of all platforms" />
      <p className="quiet">
        {percent} %{endedAt !== null && ` · ${elapsed(begunAt, endedAt)}`}
        {isSettled && ` · ${charged} charged to the allowance`}
      </p>
      <PartLinks jobs={jobs} parts={parts} names={names} />
    </section>
  );
}

/** Leads to each search's own part of the page. */
function PartLinks({
  jobs,
  parts,
  names,
}: Pick<Parameters<typeof RunTotals>[0], "jobs" | "parts" | "names">) {
  return (
    <ul className="parts">
      {jobs.map((job, index) => {
        const part = parts[index];
        if (!part) return null;
        const { creatorsFound, targetResults } = part.progress;
        return (
          <li key={job.jobId}>
            <a href={`#job-${job.jobId}`}>{names[job.platform] ?? job.platform}</a>{" "}
            <span className={`phase ${part.status}`}>{phaseName(part.status)}</span>{" "}
            <span className="quiet">
              {creatorsFound} of {targetResults}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
