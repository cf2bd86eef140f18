"use client";

import type { CampaignSummary } from "#lib/campaigns/campaigns.types.ts";
import { useApi } from "../use-api.ts";

/** The account's campaigns that are not archived; null until they are known. */
export function useCampaigns() {
  const { data, error } = useApi<{ campaigns: CampaignSummary[] }>("/api/v2/campaigns?archived=false");
  return { campaigns: data?.campaigns ?? null, error };
}
