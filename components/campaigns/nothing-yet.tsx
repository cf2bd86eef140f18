"use client";

import { Button, Paper, Stack, Text, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import Link from "next/link";
import { campaigns as campaignsWords } from "../messages/campaigns.ts";
import type { CampaignName } from "./use-campaign-change.ts";

const { actions } = campaignsWords;

/** A campaign in which nothing was searched so far, and how to begin. */
export function NothingYet({
  campaign,
  title,
  text,
}: {
  campaign: CampaignName & { archivedAt: string | null };
  title: string;
  text?: string;
}) {
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="sm" maw={480} mx="auto" ta="center">
        <Title order={2} size="h3">
          {title}
        </Title>
        {text !== undefined && <Text c="dimmed">{text}</Text>}
        {campaign.archivedAt === null && (
          <Button
            component={Link}
            href={`/search?campaign=${campaign.campaignId}`}
            leftSection={<IconSearch size={16} aria-hidden />}
          >
            {actions.search}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}
