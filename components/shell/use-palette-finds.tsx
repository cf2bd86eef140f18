"use client";

import type { SpotlightActionGroupData } from "@mantine/spotlight";
import { IconFolder, IconHistory } from "@tabler/icons-react";
import type { CampaignsAnswer } from "#lib/campaigns/campaigns.types.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { useFormats } from "../locale.tsx";
import { campaigns as campaignsWords } from "../messages/campaigns.ts";
import { run as runWords } from "../messages/run.ts";
import { shell as shellWords } from "../messages/shell.ts";
import { runStatus } from "../run-progress.ts";
import { useApi } from "../use-api.ts";

const ICON_PX = 18;
const { palette } = shellWords;

/** Campaigns and recent searches, for the palette. */
export function usePaletteFinds(go: (path: string) => void) {
  const { date } = useFormats();
  const campaigns = useApi<CampaignsAnswer>("/api/v2/campaigns?archived=all&limit=200");
  const recent = useApi<{ jobs: JobSummary[] }>("/api/v2/jobs?limit=50");
  const runs = Map.groupBy(recent.data?.jobs ?? [], (job) => job.runId);
  const groups: SpotlightActionGroupData[] = [
    {
      group: palette.campaigns,
      actions: (campaigns.data?.campaigns ?? []).map(({ campaignId, name, archivedAt }) => ({
        id: campaignId,
        label: name,
        ...(archivedAt === null ? {} : { description: campaignsWords.archivedBadge }),
        leftSection: <IconFolder size={ICON_PX} aria-hidden />,
        onClick: () => go(`/campaigns/${campaignId}`),
      })),
    },
    {
      group: palette.recent,
      actions: [...runs].map(([runId, jobs]) => ({
        id: runId,
        label: [...new Set(jobs.flatMap((job) => job.keywords))].join(", "),
        description: `${runWords.phases[runStatus(jobs)]}, ${date(jobs[0]?.createdAt ?? "")}`,
        leftSection: <IconHistory size={ICON_PX} aria-hidden />,
        onClick: () => go(`/search/${runId}`),
      })),
    },
  ];
  const refresh = () => {
    campaigns.refresh();
    recent.refresh();
  };
  return { groups, hasFailed: campaigns.error !== null || recent.error !== null, refresh };
}
