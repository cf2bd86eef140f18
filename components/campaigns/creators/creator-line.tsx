"use client";

import { Anchor, Badge, Group, Stack, Table, Text } from "@mantine/core";
import type { CampaignCreator } from "#lib/campaigns/campaigns.types.ts";
import { webAddress } from "../../format.ts";
import { campaigns as campaignsWords } from "../../messages/campaigns.ts";
import { CreatorAvatar } from "../../run/creator/creator-avatar.tsx";
import { Value } from "../../run/results/cells.tsx";
import { Count } from "../../run/results/number-cells.tsx";
import { StackCell } from "../../stack-table.tsx";
import { CREATOR_COLUMNS as COLUMNS } from "./creator-columns.ts";
import styles from "./creator-line.module.css";
import { EmailCell, FoundByCell, MatchedCell, SeenInCell } from "./creator-line-cells.tsx";

const AVATAR_PX = 34;
const { creators: words } = campaignsWords;

/** A creator on one line, whichever of the campaign's searches found them. */
export function CreatorLine({ creator, platformName }: { creator: CampaignCreator; platformName: string }) {
  const { followers } = creator.profile;
  return (
    <Table.Tr data-creator={`${creator.platform}:${creator.platformId}`}>
      <Table.Th scope="row">
        <CreatorName creator={creator} />
      </Table.Th>
      <StackCell of={COLUMNS.platform}>{platformName}</StackCell>
      <StackCell of={COLUMNS.followers}>
        <Value row={creator} absent={words.noFollowers}>
          {followers !== null && <Count value={followers} />}
        </Value>
      </StackCell>
      <StackCell of={COLUMNS.email}>
        <EmailCell creator={creator} />
      </StackCell>
      <StackCell of={COLUMNS.matched}>
        <MatchedCell creator={creator} />
      </StackCell>
      <StackCell of={COLUMNS.foundBy}>
        <FoundByCell creator={creator} />
      </StackCell>
      <StackCell of={COLUMNS.seenIn}>
        <SeenInCell creator={creator} />
      </StackCell>
    </Table.Tr>
  );
}

function CreatorName({ creator: { profile, matches, filterReason } }: { creator: CampaignCreator }) {
  const address = webAddress(profile.profileUrl);
  const handle = `@${profile.handle}`;
  return (
    <Group gap="sm" wrap="nowrap">
      <CreatorAvatar profile={profile} size={AVATAR_PX} />
      <Stack gap={0} miw={0} align="flex-start">
        <Text component="span" size="sm" fw={600} className={styles.name}>
          {profile.displayName || handle}
        </Text>
        <Group gap={6}>
          {address === null ? (
            <Text size="xs" c="dimmed">
              {handle}
            </Text>
          ) : (
            <Anchor href={address} target="_blank" rel="noopener noreferrer nofollow" size="xs" fw={400}>
              {handle}
            </Anchor>
          )}
          {!matches && (
            <Badge
              size="xs"
              color="orange"
              variant="light"
              radius="sm"
              tt="none"
              title={filterReason ?? undefined}
            >
              {words.filtered}
            </Badge>
          )}
        </Group>
      </Stack>
    </Group>
  );
}
