"use client";

import type { JobSummary } from "#lib/search-engine/types.ts";
import { messages } from "../messages/index.ts";
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
    <StackTable label={messages.jobs.title} columns={Object.values(JOB_COLUMNS)}>
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
