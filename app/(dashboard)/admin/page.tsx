import type { Metadata } from "next";
import { OverviewScreen } from "#components/admin/overview/overview-screen.tsx";
import { messages } from "#components/messages/index.ts";
import { readOverview } from "#lib/admin/index.ts";
import { pageAdmin } from "../../_parts/page-admin.ts";

export const metadata: Metadata = { title: messages.admin.title };

export default async function AdminPage() {
  const caller = await pageAdmin("/admin");
  return <OverviewScreen initial={await readOverview(caller)} />;
}
