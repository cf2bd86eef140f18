import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { CampaignScreen } from "#components/campaigns/campaign-screen.tsx";
import { messages } from "#components/messages/index.ts";
import { campaignRunsQuerySchema, getCampaign, listCampaignRuns } from "#lib/campaigns/index.ts";
import { platformNames } from "#lib/search-engine/index.ts";
import { orNotFound } from "../../../_parts/or-not-found.ts";
import { pageCaller } from "../../../_parts/page-caller.ts";

export const metadata: Metadata = { title: messages.campaigns.title };

const campaignIdSchema = z.uuid();

export default async function CampaignPage({ params }: { params: Promise<{ campaignId: string }> }) {
  const { campaignId } = await params;
  const caller = await pageCaller(`/campaigns/${campaignId}`);
  if (!campaignIdSchema.safeParse(campaignId).success) notFound();
  const campaign = await orNotFound(getCampaign(caller, campaignId));
  const runs = await listCampaignRuns(caller, campaignId, campaignRunsQuerySchema.parse({}));
  return <CampaignScreen initial={campaign} initialRuns={runs} platformNames={platformNames()} />;
}
