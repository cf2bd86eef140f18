import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { RunView } from "#components/run/run-view.tsx";
import { listJobs, platformNames } from "#lib/search-engine/index.ts";
import { pageCaller } from "../../../_parts/page-caller.ts";

export const metadata: Metadata = { title: "Results" };

const JOBS_MAX = 100;
const runIdSchema = z.uuid();

export default async function RunPage({ params }: { params: Promise<{ runId: string }> }) {
  const { runId } = await params;
  const caller = await pageCaller(`/search/${runId}`);
  if (!runIdSchema.safeParse(runId).success) notFound();
  const { jobs } = await listJobs(caller, { runId, limit: JOBS_MAX });
  if (jobs.length === 0) notFound();
  return (
    <>
      <h1>Results</h1>
      <RunView runId={runId} initialJobs={jobs} platformNames={platformNames()} />
    </>
  );
}
