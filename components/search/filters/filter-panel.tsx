"use client";

import { Badge, Text, Title, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustmentsHorizontal, IconChevronDown } from "@tabler/icons-react";
import { useId, useState } from "react";
import type { FilterChoices } from "#lib/search-engine/filter-choices.types.ts";
import type { FilterName } from "#lib/search-engine/types.ts";
import type { ApiError } from "../../api-client.ts";
import { useFormats } from "../../locale.tsx";
import { search as searchWords } from "../../messages/search.ts";
import { fieldError, isFilterError } from "../field-error.ts";
import { type FilterQuery, filterNamesOf, filtersOf } from "../search-request.ts";
import { FILTERS_TOGGLE_ID, FilterChips } from "./filter-chips.tsx";
import { FilterFields } from "./filter-fields.tsx";
import styles from "./filters.module.css";

const { filters: words } = searchWords;

/** Closed at first; those that are set show as chips all the same. What is wrong with one opens it. */
export function FilterPanel(props: {
  query: FilterQuery;
  choices: FilterChoices;
  notOn: (name: FilterName) => string[];
  error: ApiError | null;
  change: (changed: Partial<FilterQuery>) => void;
}) {
  const [isOpen, { toggle, open }] = useDisclosure();
  const [wasRefused, setWasRefused] = useState(false);
  const id = useId();
  const { exact } = useFormats();
  const { query, choices, error, change } = props;
  const activeCount = filterNamesOf(filtersOf(query)).length;
  const isRefused = isFilterError(error);
  // Not in an effect: the field must be there when the focus moves to it.
  if (isRefused !== wasRefused) {
    setWasRefused(isRefused);
    if (isRefused) open();
  }
  const general = error?.field === "filters" ? fieldError(error, "filters") : null;
  return (
    <section>
      <Title order={2} size="h3">
        <UnstyledButton
          className={styles.toggle}
          id={FILTERS_TOGGLE_ID}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={toggle}
        >
          <IconAdjustmentsHorizontal size={18} aria-hidden />
          {words.title}
          {activeCount > 0 && (
            <Badge
              component="span"
              circle
              size="md"
              aria-label={words.active(activeCount, exact(activeCount))}
            >
              {exact(activeCount)}
            </Badge>
          )}
          <IconChevronDown size={18} aria-hidden className={styles.chevron} />
        </UnstyledButton>
      </Title>
      <FilterChips query={query} choices={choices} change={change} />
      {isOpen && (
        <div id={id}>
          <Text size="sm" c="dimmed" my="sm">
            {words.hint}
          </Text>
          <FilterFields {...props} />
          {general !== null && (
            <Text c="red" size="sm" mt="sm" role="alert">
              {general}
            </Text>
          )}
        </div>
      )}
    </section>
  );
}
