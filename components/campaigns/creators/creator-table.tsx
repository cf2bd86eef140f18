"use client";

import type { CampaignCreator } from "#lib/campaigns/campaigns.types.ts";
import { campaigns as campaignsWords } from "../../messages/campaigns.ts";
import { StackTable } from "../../stack-table.tsx";
import { CREATOR_COLUMNS } from "./creator-columns.ts";
import { CreatorLine } from "./creator-line.tsx";

export function CreatorTable({
  creators,
  platformNames,
}: {
  creators: readonly CampaignCreator[];
  platformNames: Readonly<Record<string, string>>;
}) {
  return (
    <StackTable label={campaignsWords.tabs.creators} columns={Object.values(CREATOR_COLUMNS)}>
      {creators.map((creator) => (
        <CreatorLine
          key={`${creator.platform}:${creator.platformId}`}
          creator={creator}
          platformName={platformNames[creator.platform] ?? creator.platform}
        />
      ))}
    </StackTable>
  );
}
