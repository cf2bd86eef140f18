"use client";

import dynamic from "next/dynamic";
import type { CampaignDetails } from "#lib/campaigns/campaigns.types.ts";
import { patchJson } from "../api-client.ts";
import { campaigns as campaignsWords } from "../messages/campaigns.ts";
import type { CampaignName } from "./use-campaign-change.ts";

const NameDialog = dynamic(() => import("./name-dialog.tsx"), { ssr: false });
const { dialog } = campaignsWords;

/** Null: nothing is being renamed. */
export function RenameCampaign({
  campaign,
  onRenamed,
  onClose,
}: {
  campaign: CampaignName | null;
  onRenamed: (campaign: CampaignDetails) => void;
  onClose: () => void;
}) {
  if (campaign === null) return null;
  return (
    <NameDialog
      title={dialog.rename}
      submitLabel={dialog.renameIt}
      name={campaign.name}
      onSubmit={async (name) =>
        onRenamed(await patchJson<CampaignDetails>(`/api/v2/campaigns/${campaign.campaignId}`, { name }))
      }
      onClose={onClose}
    />
  );
}
