"use client";

import { useState } from "react";
import type { CampaignDetails } from "#lib/campaigns/campaigns.types.ts";
import { patchJson } from "../api-client.ts";

export interface CampaignName {
  campaignId: string;
  name: string;
}

/** What became of the last change; `reason` says why there was none. */
export interface ChangeOutcome {
  campaign: CampaignName;
  isArchived: boolean;
  reason: string | null;
}

/** Archives campaigns and brings them back; each undoes the other. */
export function useCampaignChange(onChanged: (campaign: CampaignDetails) => void) {
  const [outcome, setOutcome] = useState<ChangeOutcome | null>(null);
  const [changingId, setChangingId] = useState<string | null>(null);

  async function setArchived({ campaignId, name }: CampaignName, archived: boolean) {
    const campaign = { campaignId, name };
    setChangingId(campaignId);
    try {
      const changed = await patchJson<CampaignDetails>(`/api/v2/campaigns/${campaignId}`, { archived });
      setOutcome({ campaign, isArchived: archived, reason: null });
      onChanged(changed);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      setOutcome({ campaign, isArchived: archived, reason });
    }
    setChangingId(null);
  }

  return { outcome, changingId, setArchived, dismiss: () => setOutcome(null) };
}

export type CampaignChange = ReturnType<typeof useCampaignChange>;
