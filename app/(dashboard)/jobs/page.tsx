import type { Metadata } from "next";
import { JobsScreen } from "#components/jobs/jobs-screen.tsx";
import { messages } from "#components/messages/index.ts";
import { platformNames } from "#lib/search-engine/index.ts";
import { pageCaller } from "../../_parts/page-caller.ts";

export const metadata: Metadata = { title: messages.jobs.title };

export default async function JobsPage() {
  await pageCaller("/jobs");
  return <JobsScreen platformNames={platformNames()} />;
}
