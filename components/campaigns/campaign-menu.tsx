"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconDots, IconPencil, IconSearch } from "@tabler/icons-react";
import Link from "next/link";
import { campaigns as campaignsWords } from "../messages/campaigns.ts";
import type { CampaignName } from "./use-campaign-change.ts";

const ICON_PX = 16;
const { actions } = campaignsWords;

/** What can be done with one campaign of the list. */
export function CampaignMenu({
  campaign,
  isArchived,
  isChanging,
  onRename,
  onArchive,
}: {
  campaign: CampaignName;
  isArchived: boolean;
  isChanging: boolean;
  onRename: () => void;
  onArchive: (archived: boolean) => void;
}) {
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          loading={isChanging}
          aria-label={actions.menu(campaign.name)}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!isArchived && (
          <Menu.Item
            component={Link}
            href={`/search?campaign=${campaign.campaignId}`}
            leftSection={<IconSearch size={ICON_PX} aria-hidden />}
          >
            {actions.search}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconPencil size={ICON_PX} aria-hidden />} onClick={onRename}>
          {actions.rename}
        </Menu.Item>
        {isArchived ? (
          <Menu.Item
            leftSection={<IconArchiveOff size={ICON_PX} aria-hidden />}
            onClick={() => onArchive(false)}
          >
            {actions.restore}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconArchive size={ICON_PX} aria-hidden />} onClick={() => onArchive(true)}>
            {actions.archive}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
