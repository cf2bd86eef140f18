import Link from "next/link";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { countsLine, phaseName } from "../progress-text.ts";

const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** The newest searches of the account, whoever of it began them; those of one run together. */
export function RecentRuns({
  jobs,
  platformNames,
}: {
  /** Newest first. */
  jobs: readonly JobSummary[];
  platformNames: Readonly<Record<string, string>>;
}) {
  if (jobs.length === 0) return <p>No searches yet.</p>;
  return (
    <ul className="runs">
      {[...Map.groupBy(jobs, (job) => job.runId).values()].map((run) => (
        <RecentRun key={run[0]?.runId} jobs={run.toReversed()} platformNames={platformNames} />
      ))}
    </ul>
  );
}

/** In the order in which they were begun. */
function RecentRun({ jobs, platformNames }: Parameters<typeof RecentRuns>[0]) {
  const [first] = jobs;
  if (!first) return null;
  const names = jobs.map(({ platform }) => platformNames[platform] ?? platform);
  return (
    <li className="card">
      <Link href={`/search/${first.runId}`}>
        {first.keywords.join(", ")} <span className="quiet">on {[...new Set(names)].join(", ")}</span>
      </Link>
      {jobs.map((job, index) => (
        <p key={job.jobId}>
          {jobs.length > 1 && <span>{names[index]}: </span>}
          <strong className={`phase ${job.status}`}>{phaseName(job.status)}</strong>{" "}
          {countsLine(job.progress)}
        </p>
      ))}
      <p className="quiet">
        Begun by {first.userName},{" "}
        <time dateTime={first.createdAt}>{DATE.format(new Date(first.createdAt))} UTC</time>
      </p>
    </li>
  );
}
