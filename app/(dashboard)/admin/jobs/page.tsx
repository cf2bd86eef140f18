import type { Metadata } from "next";
import { JobsScreen } from "#components/admin/jobs/jobs-screen.tsx";
import { messages } from "#components/messages/index.ts";
import { readOverview } from "#lib/admin/index.ts";
import { platformNames } from "#lib/search-engine/index.ts";
import { pageAdmin } from "../../../_parts/page-admin.ts";

export const metadata: Metadata = { title: messages.admin.list.title };

export default async function AdminJobsPage() {
  const caller = await pageAdmin("/admin/jobs");
  const { providers } = await readOverview(caller);
  return <JobsScreen providers={providers.map(({ provider }) => provider)} platformNames={platformNames()} />;
}
