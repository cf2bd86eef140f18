"use client";

import { Button, Group } from "@mantine/core";
import type { FilterChoices } from "#lib/search-engine/filter-choices.types.ts";
import { FILTER_LABELS, filterText } from "../../filter-text.ts";
import { useFormats } from "../../locale.tsx";
import { messages } from "../../messages/index.ts";
import { RemovablePill } from "../removable-pill.tsx";
import { type FilterQuery, filterNamesOf, filtersOf, NO_FILTERS } from "../search-request.ts";

const { filters: words } = messages.search;

/** The filters that are set, in words, each to be removed by itself. */
export function FilterChips({
  query,
  choices,
  change,
}: {
  query: FilterQuery;
  choices: FilterChoices;
  change: (changed: Partial<FilterQuery>) => void;
}) {
  const { exact, percent } = useFormats();
  const filters = filtersOf(query);
  const names = filterNamesOf(filters);
  if (names.length === 0) return null;
  const nameOf = (filter: "language" | "country", wanted: string) =>
    choices[filter === "country" ? "countries" : "languages"].find(({ code }) => code === wanted)?.name ??
    wanted;
  return (
    <Group gap={6} mt="sm">
      {names.map((name) => (
        <RemovablePill
          key={name}
          removeLabel={words.remove(FILTER_LABELS[name])}
          onRemove={() => change({ [name]: null })}
        >
          {filterText(name, filters, { exact, percent, nameOf })}
        </RemovablePill>
      ))}
      <Button size="compact-sm" variant="subtle" onClick={() => change(NO_FILTERS)}>
        {words.clearAll}
      </Button>
    </Group>
  );
}
