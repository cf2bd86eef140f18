import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { messages } from "#components/messages/index.ts";
import { RunScreen } from "#components/run/run-screen.tsx";
import { listJobs, platformNames } from "#lib/search-engine/index.ts";
import { pageCaller } from "../../../_parts/page-caller.ts";

export const metadata: Metadata = { title: messages.run.title };

const JOBS_MAX = 100;
const runIdSchema = z.uuid();

export default async function RunPage({ params }: { params: Promise<{ runId: string }> }) {
  const { runId } = await params;
  const caller = await pageCaller(`/search/${runId}`);
  if (!runIdSchema.safeParse(runId).success) notFound();
  const { jobs } = await listJobs(caller, { runId, limit: JOBS_MAX });
  if (jobs.length === 0) notFound();
  return <RunScreen runId={runId} initialJobs={jobs} platformNames={platformNames()} />;
}
