"use client";

import { Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconPencil, IconSearch } from "@tabler/icons-react";
import Link from "next/link";
import { useState } from "react";
import type { CampaignDetails } from "#lib/campaigns/campaigns.types.ts";
import { useFormats } from "../locale.tsx";
import { campaigns as words } from "../messages/campaigns.ts";
import { Moment } from "../moment.tsx";
import { RenameCampaign } from "./rename-campaign.tsx";
import type { CampaignChange } from "./use-campaign-change.ts";

const ICON_PX = 15;
const { counts, actions } = words;

/** Its name, what it has found in all, and what can be done with it. */
export function CampaignHeader({
  campaign,
  change,
  onRenamed,
}: {
  campaign: CampaignDetails;
  change: CampaignChange;
  onRenamed: () => void;
}) {
  const [isRenaming, setIsRenaming] = useState(false);
  const isArchived = campaign.archivedAt !== null;
  const Icon = isArchived ? IconArchiveOff : IconArchive;
  return (
    <Paper withBorder p="md" component="section" aria-label={campaign.name}>
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start" gap="xs">
          <Group gap="sm" miw={0}>
            <Title order={1} size="h2" style={{ overflowWrap: "anywhere" }}>
              {campaign.name}
            </Title>
            {isArchived && (
              <Badge color="gray" variant="light" radius="sm" tt="none">
                {words.archivedBadge}
              </Badge>
            )}
          </Group>
          <Group gap="xs">
            {!isArchived && (
              <Button
                component={Link}
                href={`/search?campaign=${campaign.campaignId}`}
                size="xs"
                leftSection={<IconSearch size={ICON_PX} aria-hidden />}
              >
                {actions.search}
              </Button>
            )}
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPencil size={ICON_PX} aria-hidden />}
              onClick={() => setIsRenaming(true)}
              aria-haspopup="dialog"
            >
              {actions.rename}
            </Button>
            <Button
              variant="default"
              size="xs"
              leftSection={<Icon size={ICON_PX} aria-hidden />}
              loading={change.changingId !== null}
              onClick={() => void change.setArchived(campaign, !isArchived)}
            >
              {isArchived ? actions.restore : actions.archive}
            </Button>
          </Group>
        </Group>
        <Counts campaign={campaign} />
      </Stack>
      <RenameCampaign
        campaign={isRenaming ? campaign : null}
        onRenamed={onRenamed}
        onClose={() => setIsRenaming(false)}
      />
    </Paper>
  );
}

function Counts({ campaign }: { campaign: CampaignDetails }) {
  const { exact } = useFormats();
  const { runs, creators, creatorsWithEmail, cost, openJobs } = campaign;
  const parts = [
    counts.creators(exact(creators), creators === 1),
    counts.emails(exact(creatorsWithEmail)),
    counts.runs(exact(runs), runs === 1),
    counts.cost(exact(cost)),
  ];
  return (
    <Group gap="md" role="group" aria-label={counts.label}>
      {parts.map((text) => (
        <Text key={text} size="sm" fw={550} className="tabular">
          {text}
        </Text>
      ))}
      {openJobs > 0 && (
        <Badge variant="light" radius="sm" tt="none">
          {words.underWay(exact(openJobs))}
        </Badge>
      )}
      <Text size="sm" c="dimmed">
        {words.madeBy(campaign.userName)}, <Moment at={campaign.createdAt} isDate />
      </Text>
    </Group>
  );
}
