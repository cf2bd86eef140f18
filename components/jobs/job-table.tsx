"use client";

import { ScrollArea, Table } from "@mantine/core";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { jobs as jobsWords } from "../messages/jobs.ts";
import { JobLine } from "./job-line.tsx";

const { columns } = jobsWords;

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
    <ScrollArea viewportProps={{ tabIndex: 0 }}>
      <Table verticalSpacing="xs" fz="sm" miw={860} highlightOnHover aria-label={jobsWords.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{columns.search}</Table.Th>
            <Table.Th>{columns.state}</Table.Th>
            <Table.Th className="numeric">{columns.found}</Table.Th>
            <Table.Th className="numeric">{columns.emails}</Table.Th>
            <Table.Th className="numeric" title={columns.costHint}>
              {columns.cost}
            </Table.Th>
            <Table.Th>{columns.by}</Table.Th>
            <Table.Th>{columns.when}</Table.Th>
            <Table.Th>{columns.acts}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {jobs.map((job) => (
            <JobLine
              key={job.jobId}
              job={job}
              platform={names[job.platform] ?? job.platform}
              onChange={onChange}
            />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
