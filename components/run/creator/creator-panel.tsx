"use client";

import { ActionIcon, Anchor, Badge, CloseButton, Group, ScrollArea, Stack, Text, Title } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconExternalLink } from "@tabler/icons-react";
import { webAddress } from "../../format.ts";
import { results as resultsWords } from "../../messages/results.ts";
import type { RunRow } from "../run-rows.ts";
import { CreatorAvatar } from "./creator-avatar.tsx";
import { CreatorEmails } from "./creator-emails.tsx";
import { CreatorMatches } from "./creator-matches.tsx";
import { CreatorNumbers } from "./creator-numbers.tsx";
import styles from "./creator-panel.module.css";
import { CreatorSources } from "./creator-sources.tsx";

const { panel } = resultsWords;

/** Everything known about one creator, beside the table. */
export function CreatorPanel({
  row,
  platformName,
  onClose,
  onMove,
}: {
  row: RunRow;
  platformName: string;
  onClose: () => void;
  onMove: (by: 1 | -1) => void;
}) {
  const { profile } = row;
  const address = webAddress(profile.profileUrl);
  return (
    <aside className={styles.panel} aria-label={panel.label(profile.handle)} data-panel={row.key}>
      <Group justify="space-between" wrap="nowrap" className={styles.bar}>
        <Group gap={4}>
          <ActionIcon variant="subtle" color="gray" onClick={() => onMove(-1)} aria-label={panel.previous}>
            <IconChevronUp size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" onClick={() => onMove(1)} aria-label={panel.next}>
            <IconChevronDown size={18} aria-hidden />
          </ActionIcon>
        </Group>
        <CloseButton onClick={onClose} aria-label={panel.close} />
      </Group>
      <ScrollArea key={row.key} className={styles.scroll} type="auto">
        <Stack gap="lg" p="md" pt={0}>
          <Group wrap="nowrap" align="flex-start">
            <CreatorAvatar profile={profile} size={64} />
            <Stack gap={2} miw={0}>
              <Title order={2} className={styles.name}>
                {profile.displayName || `@${profile.handle}`}
              </Title>
              <Text size="sm" c="dimmed">
                @{profile.handle} · {platformName}
              </Text>
              {profile.category !== null && <Text size="sm">{profile.category}</Text>}
              {address !== null && (
                <Anchor href={address} target="_blank" rel="noopener noreferrer nofollow" size="sm">
                  {panel.profile} <IconExternalLink size={13} aria-hidden />
                </Anchor>
              )}
            </Stack>
          </Group>
          {row.filterReason !== null && (
            <Badge color="orange" variant="light" size="lg" className={styles.plain}>
              {resultsWords.cell.filtered(row.filterReason)}
            </Badge>
          )}
          {profile.bio && (
            <section>
              <Title order={3}>{panel.bio}</Title>
              <Text size="sm" className={styles.bio}>
                {profile.bio}
              </Text>
            </section>
          )}
          <CreatorNumbers row={row} />
          <CreatorEmails row={row} />
          <CreatorMatches row={row} />
          <CreatorSources row={row} />
        </Stack>
      </ScrollArea>
    </aside>
  );
}
