"use client";

import { Button, Group, NativeSelect } from "@mantine/core";
import type { CampaignSummary } from "#lib/campaigns/campaigns.types.ts";
import { jobs as jobsWords } from "../messages/jobs.ts";
import { useApi } from "../use-api.ts";
import type { JobFilterControl } from "./use-job-filters.ts";

const { filters: words } = jobsWords;

interface Choice {
  value: string;
  label: string;
}

/** By state, platform, campaign and person. */
export function JobFilters({
  filters: { values, set, states, isNarrowed, clear },
  platformNames,
}: {
  filters: JobFilterControl;
  platformNames: Readonly<Record<string, string>>;
}) {
  const people = useApi<{ people: { userId: string; name: string }[] }>("/api/v2/people");
  const campaigns = useApi<{ campaigns: CampaignSummary[] }>("/api/v2/campaigns?archived=all");
  return (
    <Group gap="xs" role="group" aria-label={words.label}>
      <Filter
        label={words.state}
        any={words.anyState}
        value={values.state}
        choices={states.map((state) => ({ value: state, label: words.states[state] }))}
        onChange={(value) => void set({ state: states.find((state) => state === value) ?? null })}
      />
      <Filter
        label={words.platform}
        any={words.anyPlatform}
        value={values.platform}
        choices={Object.entries(platformNames).map(([value, label]) => ({ value, label }))}
        onChange={(platform) => void set({ platform })}
      />
      <Filter
        label={words.campaign}
        any={words.anyCampaign}
        value={values.campaignId}
        choices={(campaigns.data?.campaigns ?? []).map(({ campaignId, name }) => ({
          value: campaignId,
          label: name,
        }))}
        onChange={(campaignId) => void set({ campaignId })}
      />
      <Filter
        label={words.person}
        any={words.anyPerson}
        value={values.userId}
        choices={(people.data?.people ?? []).map(({ userId, name }) => ({ value: userId, label: name }))}
        onChange={(userId) => void set({ userId })}
      />
      {isNarrowed && (
        <Button variant="subtle" size="compact-xs" onClick={clear}>
          {words.clear}
        </Button>
      )}
    </Group>
  );
}

function Filter({
  label,
  any,
  value,
  choices,
  onChange,
}: {
  label: string;
  any: string;
  value: string | null;
  choices: readonly Choice[];
  onChange: (value: string | null) => void;
}) {
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      data={[{ value: "", label: any }, ...choices]}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  );
}
