import type { Metadata } from "next";
import { CallsScreen } from "#components/admin/calls/calls-screen.tsx";
import { messages } from "#components/messages/index.ts";
import { readOverview } from "#lib/admin/index.ts";
import { pageAdmin } from "../../../_parts/page-admin.ts";

export const metadata: Metadata = { title: messages.admin.callList.title };

export default async function AdminCallsPage() {
  const caller = await pageAdmin("/admin/calls");
  const { providers } = await readOverview(caller);
  return <CallsScreen providers={providers.map(({ provider }) => provider)} />;
}
