"use client";

import { Select, Text } from "@mantine/core";
import { search as searchWords } from "../messages/search.ts";
import { clearButton } from "./clear-button.ts";
import { useCampaigns } from "./use-campaigns.ts";

const { campaign: words } = searchWords;

/** Which campaign the search is for; none unless one is chosen. */
export function CampaignField({
  value,
  error: refusal,
  onChange,
}: {
  value: string | null;
  error: string | null;
  onChange: (campaign: string | null) => void;
}) {
  const { campaigns, error } = useCampaigns();
  if (error) {
    return (
      <Text size="sm" role="alert">
        {words.failed(error.message)}
      </Text>
    );
  }
  if (campaigns === null) return null;
  return (
    <Select
      size="md"
      labelProps={{ fw: 600 }}
      label={words.label}
      description={words.hint}
      placeholder={words.placeholder}
      data={campaigns.map(({ campaignId, name }) => ({ value: campaignId, label: name }))}
      value={value}
      onChange={onChange}
      error={refusal}
      nothingFoundMessage={words.nothing}
      clearButtonProps={clearButton(words.clear)}
      searchable
      clearable
    />
  );
}
