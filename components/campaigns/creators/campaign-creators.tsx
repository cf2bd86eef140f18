"use client";

import { Button, Center, Group, Paper, Stack, Text } from "@mantine/core";
import type { CampaignCreatorsAnswer, CampaignDetails } from "#lib/campaigns/campaigns.types.ts";
import { LinesSkeleton, LoadError } from "../../load-state.tsx";
import { useFormats } from "../../locale.tsx";
import { campaigns } from "../../messages/campaigns.ts";
import { pathWith } from "../../query.ts";
import { useDebouncedText } from "../../use-debounced-text.ts";
import { usePages } from "../../use-pages.ts";
import { NothingYet } from "../nothing-yet.tsx";
import { CreatorFilters } from "./creator-filters.tsx";
import { CreatorTable } from "./creator-table.tsx";
import { useCreatorChoice } from "./use-creator-choice.ts";

const LINES_EXPECTED = 12;
const LINE_PX = 57;
const { creators: words } = campaigns;

/** Everybody whom the campaign's searches found, each once. */
export function CampaignCreators({
  campaign,
  platformNames,
  refreshMs,
}: {
  campaign: CampaignDetails;
  platformNames: Readonly<Record<string, string>>;
  refreshMs: number;
}) {
  const { exact } = useFormats();
  const choice = useCreatorChoice();
  const text = useDebouncedText(choice.text);
  const path = `/api/v2/campaigns/${campaign.campaignId}/creators`;
  const list = usePages<CampaignCreatorsAnswer>(pathWith(path, { q: text.trim(), seenIn: choice.seenIn }), {
    refreshMs,
  });
  const creators = list.pages?.flatMap((page) => page.creators);
  const total = list.pages?.at(0)?.total ?? 0;
  const hasChoice = choice.text !== "" || choice.seenIn !== null;
  if (creators?.length === 0 && !hasChoice) {
    return (
      <NothingYet
        campaign={campaign}
        title={words.empty}
        text={campaign.openJobs > 0 ? words.emptyUnderWay : words.emptyText}
      />
    );
  }
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <CreatorFilters campaignId={campaign.campaignId} choice={choice} />
        {creators !== undefined && (
          <Text size="sm" c="dimmed" role="status" data-total={total}>
            {words.count(exact(total), total === 1)}, {words.merged}
          </Text>
        )}
      </Group>
      {list.error && <LoadError error={list.error} isAsking={list.isAsking} onRetry={list.refresh} />}
      {creators === undefined ? (
        list.error === null && <LinesSkeleton lines={LINES_EXPECTED} heightPx={LINE_PX} />
      ) : creators.length === 0 ? (
        <NoneFit onShowAll={choice.clear} />
      ) : (
        <CreatorTable creators={creators} platformNames={platformNames} />
      )}
      {list.hasMore && (
        <Center mt="sm">
          <Button variant="default" onClick={list.loadMore} loading={list.isLoadingMore}>
            {campaigns.moreOf(exact(creators?.length ?? 0), exact(total))}
          </Button>
        </Center>
      )}
    </Stack>
  );
}

function NoneFit({ onShowAll }: { onShowAll: () => void }) {
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="sm">
        <Text>{words.noneFit}</Text>
        <Button variant="light" onClick={onShowAll}>
          {words.showAll}
        </Button>
      </Stack>
    </Paper>
  );
}
