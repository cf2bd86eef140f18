"use client";

import { SimpleGrid, TagsInput } from "@mantine/core";
import { useId } from "react";
import type { FilterChoices } from "#lib/search-engine/filter-choices.types.ts";
import type { FilterName } from "#lib/search-engine/types.ts";
import type { ApiError } from "../../api-client.ts";
import { search as searchWords } from "../../messages/search.ts";
import { clearButton } from "../clear-button.ts";
import { fieldError } from "../field-error.ts";
import { toKeywordList } from "../keyword-list.ts";
import { NumberField } from "../number-field.tsx";
import type { FilterQuery } from "../search-request.ts";
import { EitherField } from "./either-field.tsx";
import { FilterNotes } from "./filter-notes.tsx";
import { NamesField } from "./names-field.tsx";
import { RangeField } from "./range-field.tsx";

const { filters: words } = searchWords;
const WORDS_MAX = 50;
const DAYS_MAX = 3_650;

/** What creators must be like. Empty fields ask for nothing. */
export function FilterFields({
  query,
  choices,
  notOn,
  error,
  change,
}: {
  query: FilterQuery;
  choices: FilterChoices;
  /** The chosen platforms, by name, that cannot tell what a filter asks. */
  notOn: (name: FilterName) => string[];
  error: ApiError | null;
  change: (changed: Partial<FilterQuery>) => void;
}) {
  const common = (name: FilterName) => ({ ...words.fields[name], notOn: notOn(name) });
  const errorOf = (name: FilterName) => fieldError(error, `filters.${name}`);
  const range = (name: "followers" | "engagementRate" | "averageViews") => ({
    ...common(name),
    name: `filters.${name}`,
    value: query[name],
    error,
    onChange: (value: FilterQuery[typeof name]) => change({ [name]: value }),
  });
  const either = (name: "verified" | "hasEmail") => ({
    ...common(name),
    value: query[name],
    error: errorOf(name),
    onChange: (value: boolean | null) => change({ [name]: value }),
  });
  const names = (name: "country" | "language") => ({
    ...common(name),
    value: query[name],
    error: errorOf(name),
    onChange: (value: string[] | null) => change({ [name]: value }),
  });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="md" verticalSpacing="md">
      <RangeField {...range("followers")} />
      <RangeField {...range("engagementRate")} isPercent />
      <RangeField {...range("averageViews")} />
      <EitherField {...either("hasEmail")} />
      <EitherField {...either("verified")} />
      <DaysField
        {...common("lastPostWithinDays")}
        value={query.lastPostWithinDays}
        error={errorOf("lastPostWithinDays")}
        onChange={(value) => change({ lastPostWithinDays: value })}
      />
      <NamesField {...names("country")} placeholder={words.anyCountry} choices={choices.countries} />
      <NamesField {...names("language")} placeholder={words.anyLanguage} choices={choices.languages} />
      <WordsField
        {...common("excludeKeywords")}
        value={query.excludeKeywords}
        error={errorOf("excludeKeywords")}
        onChange={(value) => change({ excludeKeywords: value })}
      />
    </SimpleGrid>
  );
}

interface FieldProps<Value> {
  label: string;
  hint: string;
  notOn: readonly string[];
  value: Value | null;
  error: string | null;
  onChange: (value: Value | null) => void;
}

function DaysField({ label, value, error, onChange, ...notes }: FieldProps<number>) {
  const id = useId();
  return (
    <div>
      <NumberField
        label={label}
        value={value}
        onChange={onChange}
        suffix={words.days}
        placeholder={words.daysPlaceholder}
        allowDecimal={false}
        min={1}
        max={DAYS_MAX}
        error={error !== null}
        aria-describedby={id}
      />
      <FilterNotes id={id} error={error} {...notes} />
    </div>
  );
}

function WordsField({ label, value, error, onChange, ...notes }: FieldProps<string[]>) {
  const id = useId();
  return (
    <div>
      <TagsInput
        label={label}
        value={value ?? []}
        onChange={(entries) => {
          const { keywords } = toKeywordList(entries, WORDS_MAX);
          onChange(keywords.length === 0 ? null : keywords);
        }}
        placeholder={value === null ? words.wordsPlaceholder : ""}
        clearable
        clearButtonProps={clearButton(words.clear(label))}
        error={error !== null}
        aria-describedby={id}
      />
      <FilterNotes id={id} error={error} {...notes} />
    </div>
  );
}
