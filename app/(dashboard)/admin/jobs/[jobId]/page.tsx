import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { JobScreen } from "#components/admin/job/job-screen.tsx";
import { messages } from "#components/messages/index.ts";
import { checkJob } from "#lib/admin/index.ts";
import { platformNames } from "#lib/search-engine/index.ts";
import { orNotFound } from "../../../../_parts/or-not-found.ts";
import { pageAdmin } from "../../../../_parts/page-admin.ts";

export const metadata: Metadata = { title: messages.admin.title };

const jobIdSchema = z.uuid();

export default async function AdminJobPage({ params }: { params: Promise<{ jobId: string }> }) {
  const { jobId } = await params;
  const caller = await pageAdmin(`/admin/jobs/${jobId}`);
  if (!jobIdSchema.safeParse(jobId).success) notFound();
  const initial = await orNotFound(checkJob(caller, jobId));
  return (
    <JobScreen
      initial={initial}
      isOwnAccount={initial.job.accountId === caller.accountId}
      platformNames={platformNames()}
    />
  );
}
