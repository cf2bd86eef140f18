"use client";

import { Button, Center, Paper, Stack } from "@mantine/core";
import type { CampaignDetails, CampaignRunsAnswer } from "#lib/campaigns/campaigns.types.ts";
import { LinesSkeleton, LoadError } from "../load-state.tsx";
import { campaigns as words } from "../messages/campaigns.ts";
import { usePages } from "../use-pages.ts";
import { CampaignRunLine } from "./campaign-run-line.tsx";
import { NothingYet } from "./nothing-yet.tsx";
import styles from "./runs.module.css";

/** The campaign's searches, newest first. */
export function CampaignRuns({
  campaign,
  initial,
  platformNames,
  refreshMs,
}: {
  campaign: CampaignDetails;
  initial: CampaignRunsAnswer;
  platformNames: Readonly<Record<string, string>>;
  refreshMs: number;
}) {
  const list = usePages<CampaignRunsAnswer>(`/api/v2/campaigns/${campaign.campaignId}/runs`, {
    initial,
    refreshMs,
  });
  const runs = list.pages?.flatMap((page) => page.runs);
  return (
    <>
      {list.error && <LoadError error={list.error} isAsking={list.isAsking} onRetry={list.refresh} />}
      {runs === undefined ? (
        list.error === null && <LinesSkeleton lines={4} heightPx={72} />
      ) : runs.length === 0 ? (
        <NothingYet campaign={campaign} title={words.runs.empty} />
      ) : (
        <Stack component="ul" gap="xs" className={styles.list}>
          {runs.map((run) => (
            <Paper key={run.runId} component="li" withBorder p="sm">
              <CampaignRunLine run={run} platformNames={platformNames} />
            </Paper>
          ))}
        </Stack>
      )}
      {list.hasMore && (
        <Center mt="sm">
          <Button variant="default" onClick={list.loadMore} loading={list.isLoadingMore}>
            {words.more}
          </Button>
        </Center>
      )}
    </>
  );
}
