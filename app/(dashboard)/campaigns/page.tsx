import type { Metadata } from "next";
import { CampaignsScreen } from "#components/campaigns/campaigns-screen.tsx";
import { messages } from "#components/messages/index.ts";
import { campaignListQuerySchema, listCampaigns } from "#lib/campaigns/index.ts";
import { pageCaller } from "../../_parts/page-caller.ts";

export const metadata: Metadata = { title: messages.campaigns.title };

interface Query {
  archived?: string | string[];
}

export default async function CampaignsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const caller = await pageCaller("/campaigns");
  const archived = (await searchParams).archived === "true" ? "true" : "false";
  const initial = await listCampaigns(caller, campaignListQuerySchema.parse({ archived }));
  return <CampaignsScreen initial={initial} initialArchived={archived === "true"} />;
}
