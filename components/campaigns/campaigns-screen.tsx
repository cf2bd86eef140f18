"use client";

import { Button, Center, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useRouter } from "next/navigation";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useState } from "react";
import type { CampaignsAnswer } from "#lib/campaigns/campaigns.types.ts";
import type { UsageAnswer } from "#lib/usage/usage.types.ts";
import { LinesSkeleton, LoadError } from "../load-state.tsx";
import { campaigns as words } from "../messages/campaigns.ts";
import { Region } from "../region-error.tsx";
import { useApi } from "../use-api.ts";
import { usePages } from "../use-pages.ts";
import { CampaignTable } from "./campaign-table.tsx";
import { CampaignsEmpty } from "./campaigns-empty.tsx";
import { CampaignsRoom } from "./campaigns-room.tsx";
import { ChangeNotice } from "./change-notice.tsx";
import { MakeCampaign } from "./make-campaign.tsx";
import { RenameCampaign } from "./rename-campaign.tsx";
import { type CampaignName, useCampaignChange } from "./use-campaign-change.ts";

const REFRESH_MS = 15_000;

/** The account's campaigns, and what can be done with them. */
export function CampaignsScreen({
  initial,
  initialArchived,
}: {
  initial: CampaignsAnswer;
  /** Of which campaigns `initial` is. */
  initialArchived: boolean;
}) {
  const router = useRouter();
  const [isArchived, setIsArchived] = useQueryState("archived", parseAsBoolean.withDefault(false));
  const list = usePages<CampaignsAnswer>(`/api/v2/campaigns?archived=${isArchived}`, {
    initial: isArchived === initialArchived ? initial : undefined,
    refreshMs: REFRESH_MS,
  });
  const usage = useApi<UsageAnswer>("/api/v2/usage");
  const refresh = () => {
    list.refresh();
    usage.refresh();
  };
  const change = useCampaignChange(refresh);
  const [renamed, setRenamed] = useState<CampaignName | null>(null);
  const known = list.pages?.flatMap((page) => page.campaigns);
  const wanted = known?.filter(({ archivedAt }) => (archivedAt !== null) === isArchived);
  // Of the other kind alone: an earlier answer, while the next one is under way.
  const isEarlier = wanted?.length === 0 && known !== undefined && known.length > 0 && list.isAsking;
  const campaigns = isEarlier ? undefined : wanted;

  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1}>{words.title}</Title>
          <Text c="dimmed">{words.lead}</Text>
        </div>
        <MakeCampaign onMade={({ campaignId }) => router.push(`/campaigns/${campaignId}`)} />
      </Group>
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={words.shown.label}
          value={isArchived ? "archived" : "used"}
          data={[
            { value: "used", label: words.shown.used },
            { value: "archived", label: words.shown.archived },
          ]}
          onChange={(next) => void setIsArchived(next === "archived" || null)}
        />
        <CampaignsRoom usage={usage.data} />
      </Group>
      <ChangeNotice change={change} />
      <Region>
        {list.error && <LoadError error={list.error} isAsking={list.isAsking} onRetry={list.refresh} />}
        {campaigns === undefined ? (
          list.error === null && <LinesSkeleton lines={5} heightPx={57} />
        ) : campaigns.length === 0 ? (
          <CampaignsEmpty isArchived={isArchived} />
        ) : (
          <CampaignTable campaigns={campaigns} change={change} onRename={setRenamed} />
        )}
        {list.hasMore && (
          <Center mt="sm">
            <Button variant="default" onClick={list.loadMore} loading={list.isLoadingMore}>
              {words.more}
            </Button>
          </Center>
        )}
      </Region>
      <RenameCampaign campaign={renamed} onRenamed={refresh} onClose={() => setRenamed(null)} />
    </Stack>
  );
}
