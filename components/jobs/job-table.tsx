"use client";

import type { JobSummary } from "#lib/search-engine/types.ts";
import { jobs as jobsWords } from "../messages/jobs.ts";
import { StackTable } from "../stack-table.tsx";
import { JOB_COLUMNS } from "./job-columns.ts";
import { JobLine } from "./job-line.tsx";

export function JobTable({
  jobs,
  names,
  onChange,
}: {
  jobs: readonly JobSummary[];
  names: Readonly<Record<string, string>>;
  onChange: () => void;
}) {
  return (
    <StackTable label={jobsWords.title} columns={Object.values(JOB_COLUMNS)}>
      {jobs.map((job) => (
        <JobLine
          key={job.jobId}
          job={job}
          platform={names[job.platform] ?? job.platform}
          onChange={onChange}
        />
      ))}
    </StackTable>
  );
}
