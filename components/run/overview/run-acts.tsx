"use client";

import { Anchor } from "@mantine/core";
import Link from "next/link";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { AgainButton } from "../../jobs/again-button.tsx";
import { jobs as jobsWords } from "../../messages/jobs.ts";

const { acts } = jobsWords;

/** What can be done with a run that has ended: the same once more, what changed since, and what happened. */
export function RunActs({ runId, jobs }: { runId: string; jobs: readonly JobSummary[] }) {
  // A retry is part of what the run already asked for.
  const asked = jobs.filter(({ retryOf }) => retryOf === null);
  const [newest] = jobs;
  return (
    <>
      {newest && (
        <Anchor component={Link} href={`/jobs/${newest.jobId}`} size="sm">
          {acts.timeline}
        </Anchor>
      )}
      {jobs.some(({ runAgainOf }) => runAgainOf !== null) && (
        <Anchor component={Link} href={`/search/${runId}/compare`} size="sm">
          {acts.compare}
        </Anchor>
      )}
      <AgainButton jobIds={asked.map(({ jobId }) => jobId).reverse()} />
    </>
  );
}
