"use client";

import { Anchor, Badge, Group, Table, Text } from "@mantine/core";
import Link from "next/link";
import type { CampaignSummary } from "#lib/campaigns/campaigns.types.ts";
import { useFormats } from "../locale.tsx";
import { campaigns as words } from "../messages/campaigns.ts";
import { Moment } from "../moment.tsx";
import { StackCell, StackTable } from "../stack-table.tsx";
import { CampaignMenu } from "./campaign-menu.tsx";
import type { CampaignChange, CampaignName } from "./use-campaign-change.ts";

const { columns } = words;
const NAME = { label: columns.name };
const RUNS = { label: columns.runs, isNumber: true };
const CREATORS = { label: columns.creators, hint: columns.creatorsHint, isNumber: true };
const EMAILS = { label: columns.emails, isNumber: true };
const COST = { label: columns.cost, hint: columns.costHint, isNumber: true };
const LAST_RUN = { label: columns.lastRun };
const ACTIONS = { label: columns.actions, isHidden: true };

export function CampaignTable({
  campaigns,
  change,
  onRename,
}: {
  campaigns: readonly CampaignSummary[];
  change: CampaignChange;
  onRename: (campaign: CampaignName) => void;
}) {
  return (
    <StackTable label={words.title} columns={[NAME, RUNS, CREATORS, EMAILS, COST, LAST_RUN, ACTIONS]}>
      {campaigns.map((campaign) => (
        <CampaignRow
          key={campaign.campaignId}
          campaign={campaign}
          isChanging={change.changingId === campaign.campaignId}
          onRename={() => onRename(campaign)}
          onArchive={(archived) => void change.setArchived(campaign, archived)}
        />
      ))}
    </StackTable>
  );
}

function CampaignRow({
  campaign,
  isChanging,
  onRename,
  onArchive,
}: {
  campaign: CampaignSummary;
  isChanging: boolean;
  onRename: () => void;
  onArchive: (archived: boolean) => void;
}) {
  const { exact } = useFormats();
  const { campaignId, name, openJobs, lastRunAt } = campaign;
  return (
    <Table.Tr data-campaign={name}>
      <Table.Th scope="row">
        <div>
          <Group gap="xs">
            <Anchor component={Link} href={`/campaigns/${campaignId}`} fw={600} size="sm">
              {name}
            </Anchor>
            {openJobs > 0 && (
              <Badge size="sm" variant="light" radius="sm" tt="none">
                {words.underWay(exact(openJobs))}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed" fw={400}>
            {words.madeBy(campaign.userName)}, <Moment at={campaign.createdAt} isDate />
          </Text>
        </div>
      </Table.Th>
      <StackCell of={RUNS}>{exact(campaign.runs)}</StackCell>
      <StackCell of={CREATORS}>{exact(campaign.creatorsFound)}</StackCell>
      <StackCell of={EMAILS}>{exact(campaign.emailsFound)}</StackCell>
      <StackCell of={COST}>{exact(campaign.cost)}</StackCell>
      <StackCell of={LAST_RUN}>
        {lastRunAt === null ? (
          <Text component="span" size="sm" c="dimmed">
            {words.noRun}
          </Text>
        ) : (
          <Moment at={lastRunAt} />
        )}
      </StackCell>
      <StackCell of={ACTIONS}>
        <Group justify="flex-end" w="100%">
          <CampaignMenu
            campaign={campaign}
            isArchived={campaign.archivedAt !== null}
            isChanging={isChanging}
            onRename={onRename}
            onArchive={onArchive}
          />
        </Group>
      </StackCell>
    </Table.Tr>
  );
}
