import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { messages } from "#components/messages/index.ts";
import { TimelineScreen } from "#components/timeline/timeline-screen.tsx";
import { AppError } from "#lib/errors.ts";
import { getJob } from "#lib/search-engine/index.ts";
import { pageCaller } from "../../../_parts/page-caller.ts";

export const metadata: Metadata = { title: messages.timeline.title };

const jobIdSchema = z.uuid();

export default async function TimelinePage({ params }: { params: Promise<{ jobId: string }> }) {
  const { jobId } = await params;
  const caller = await pageCaller(`/jobs/${jobId}`);
  if (!jobIdSchema.safeParse(jobId).success) notFound();
  const job = await getJob(caller, jobId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  return <TimelineScreen job={job} />;
}
