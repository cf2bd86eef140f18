"use client";

import { Button, Group } from "@mantine/core";
import type { FilterChoices } from "#lib/search-engine/filter-choices.types.ts";
import { FILTER_LABELS, filterText } from "../../filter-text.ts";
import { useFormats } from "../../locale.tsx";
import { search as searchWords } from "../../messages/search.ts";
import { PILL_REMOVE, RemovablePill } from "../removable-pill.tsx";
import { type FilterQuery, filterNamesOf, filtersOf, NO_FILTERS } from "../search-request.ts";
import { useKeptFocus } from "../use-kept-focus.ts";

const { filters: words } = searchWords;
/** The button that opens the filters. */
export const FILTERS_TOGGLE_ID = "filters-toggle";

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
  const { list, keep } = useKeptFocus(PILL_REMOVE, `#${FILTERS_TOGGLE_ID}`);
  const filters = filtersOf(query);
  const names = filterNamesOf(filters);
  const nameOf = (filter: "language" | "country", wanted: string) =>
    choices[filter === "country" ? "countries" : "languages"].find(({ code }) => code === wanted)?.name ??
    wanted;
  return (
    <Group gap={6} mt={names.length > 0 ? "sm" : 0} ref={list}>
      {names.map((name, index) => (
        <RemovablePill
          key={name}
          removeLabel={words.remove(FILTER_LABELS[name])}
          onRemove={() => {
            keep(index);
            change({ [name]: null });
          }}
        >
          {filterText(name, filters, { exact, percent, nameOf })}
        </RemovablePill>
      ))}
      {names.length > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            keep(0);
            change(NO_FILTERS);
          }}
        >
          {words.clearAll}
        </Button>
      )}
    </Group>
  );
}
