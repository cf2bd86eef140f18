import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { CompareScreen } from "#components/compare/compare-screen.tsx";
import { messages } from "#components/messages/index.ts";
import { listJobs, platformNames } from "#lib/search-engine/index.ts";
import { pageCaller } from "../../../../_parts/page-caller.ts";

export const metadata: Metadata = { title: messages.compare.title };

const JOBS_MAX = 100;
const runIdSchema = z.uuid();

export default async function ComparePage({ params }: { params: Promise<{ runId: string }> }) {
  const { runId } = await params;
  const caller = await pageCaller(`/search/${runId}/compare`);
  if (!runIdSchema.safeParse(runId).success) notFound();
  const { jobs } = await listJobs(caller, { runId, limit: JOBS_MAX });
  if (jobs.length === 0) notFound();
  const keywords = [...new Set(jobs.flatMap((job) => job.keywords))];
  return <CompareScreen runId={runId} keywords={keywords} platformNames={platformNames()} />;
}
