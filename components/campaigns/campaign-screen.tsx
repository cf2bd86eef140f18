"use client";

import { Alert, Anchor, Stack, Tabs } from "@mantine/core";
import { IconArchive } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { CampaignDetails, CampaignRunsAnswer } from "#lib/campaigns/campaigns.types.ts";
import { LoadError } from "../load-state.tsx";
import { useFormats } from "../locale.tsx";
import { campaigns as words } from "../messages/campaigns.ts";
import { Region } from "../region-error.tsx";
import { useApi } from "../use-api.ts";
import { CampaignHeader } from "./campaign-header.tsx";
import { CampaignRuns } from "./campaign-runs.tsx";
import { ChangeNotice } from "./change-notice.tsx";
import { CampaignCreators } from "./creators/campaign-creators.tsx";
import { useCampaignChange } from "./use-campaign-change.ts";

const TABS = ["creators", "runs"] as const;
/** While a search of it is under way, and otherwise. */
const BUSY_MS = 3_000;
const CALM_MS = 30_000;

/** One campaign: its creators, each once, and the runs that found them. */
export function CampaignScreen({
  initial,
  initialRuns,
  platformNames,
}: {
  initial: CampaignDetails;
  initialRuns: CampaignRunsAnswer;
  platformNames: Readonly<Record<string, string>>;
}) {
  const { exact } = useFormats();
  const path = `/api/v2/campaigns/${initial.campaignId}`;
  const details = useApi<CampaignDetails>(path, {
    initial,
    refreshMs: (latest) => (latest && latest.openJobs > 0 ? BUSY_MS : CALM_MS),
  });
  const campaign = details.data ?? initial;
  const change = useCampaignChange(details.refresh);
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("creators"));
  const refreshMs = campaign.openJobs > 0 ? BUSY_MS : 0;
  return (
    <Stack gap="sm">
      <Anchor component={Link} href="/campaigns" size="sm">
        ← {words.back}
      </Anchor>
      <Region>
        <CampaignHeader campaign={campaign} change={change} onRenamed={details.refresh} />
      </Region>
      {details.error && (
        <LoadError error={details.error} isAsking={details.isAsking} onRetry={details.refresh} />
      )}
      <ChangeNotice change={change} />
      {campaign.archivedAt !== null && (
        <Alert color="gray" icon={<IconArchive aria-hidden />}>
          {words.archivedNotice}
        </Alert>
      )}
      <Tabs
        value={tab}
        onChange={(next) => void setTab(TABS.find((known) => known === next) ?? null)}
        keepMounted={false}
      >
        <Tabs.List aria-label={words.tabs.label} mb="sm">
          <Tabs.Tab value="creators">
            {words.tabs.creators} {exact(campaign.creators)}
          </Tabs.Tab>
          <Tabs.Tab value="runs">
            {words.tabs.runs} {exact(campaign.runs)}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="creators">
          <Region>
            <CampaignCreators campaign={campaign} platformNames={platformNames} refreshMs={refreshMs} />
          </Region>
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <Region>
            <CampaignRuns
              campaign={campaign}
              initial={initialRuns}
              platformNames={platformNames}
              refreshMs={refreshMs}
            />
          </Region>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
