import Link from "next/link";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { countsLine, phaseName } from "../progress-text.ts";

const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** The newest searches of the account, whoever of it began them. */
export function RecentRuns({ jobs }: { jobs: JobSummary[] }) {
  if (jobs.length === 0) return <p>No searches yet.</p>;
  return (
    <ul className="runs">
      {jobs.map((job) => (
        <li key={job.jobId} className="card">
          <Link href={`/search/${job.runId}`}>
            {job.keywords.join(", ")} <span className="quiet">on {job.platform}</span>
          </Link>
          <p>
            <strong className={`phase ${job.status}`}>{phaseName(job.status)}</strong>{" "}
            {countsLine(job.progress)}
          </p>
          <p className="quiet">
            Begun by {job.createdBy},{" "}
            <time dateTime={job.createdAt}>{DATE.format(new Date(job.createdAt))} UTC</time>
          </p>
        </li>
      ))}
    </ul>
  );
}
