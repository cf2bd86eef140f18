"use client";

import { SimpleGrid } from "@mantine/core";
import type { ApiError } from "../api-client.ts";
import { CampaignField } from "./campaign-field.tsx";
import { fieldError } from "./field-error.ts";
import type { SearchQuery } from "./search-request.ts";
import { TargetField } from "./target-field.tsx";
import type { ChangeQuery } from "./use-search-query.ts";

/** How many creators, and for which campaign. */
export function ScopeFields({
  query,
  change,
  targetMax,
  refusal,
}: {
  query: SearchQuery;
  change: ChangeQuery;
  targetMax: number;
  refusal: ApiError | null;
}) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
      <TargetField
        value={query.target}
        max={targetMax}
        error={fieldError(refusal, "targetResults")}
        onChange={(target) => change({ target })}
      />
      <CampaignField
        value={query.campaign}
        error={fieldError(refusal, "campaignId")}
        onChange={(campaign) => change({ campaign })}
      />
    </SimpleGrid>
  );
}
