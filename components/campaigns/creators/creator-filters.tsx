"use client";

import { CloseButton, Group, NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { CampaignsAnswer } from "#lib/campaigns/campaigns.types.ts";
import { campaigns as campaignsWords } from "../../messages/campaigns.ts";
import { useApi } from "../../use-api.ts";
import type { CreatorChoice } from "./use-creator-choice.ts";

const { creators: words } = campaignsWords;

/** Text to look for, and whether other campaigns have found them, too. */
export function CreatorFilters({ campaignId, choice }: { campaignId: string; choice: CreatorChoice }) {
  const { data } = useApi<CampaignsAnswer>("/api/v2/campaigns?archived=all&limit=200");
  const others = data?.campaigns.filter((campaign) => campaign.campaignId !== campaignId) ?? [];
  return (
    <Group gap="xs">
      <TextInput
        data-search-field
        size="xs"
        w={{ base: "100%", xs: 260 }}
        aria-label={words.search}
        placeholder={words.placeholder}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={choice.text}
        onChange={(event) => choice.setText(event.currentTarget.value)}
        rightSection={
          choice.text && <CloseButton size="xs" aria-label={words.clear} onClick={() => choice.setText("")} />
        }
      />
      <NativeSelect
        size="xs"
        w={{ base: "100%", xs: "auto" }}
        aria-label={words.seenIn}
        value={choice.seenIn ?? ""}
        onChange={(event) => choice.setSeenIn(event.currentTarget.value || null)}
        data={[
          { value: "", label: words.seenInAny },
          { value: "other", label: words.seenInOther },
          { value: "none", label: words.seenInNone },
          ...(others.length > 0
            ? [
                {
                  group: words.seenInOne,
                  items: others.map(({ campaignId: value, name }) => ({ value, label: name })),
                },
              ]
            : []),
        ]}
      />
    </Group>
  );
}
