"use client";

import { MultiSelect } from "@mantine/core";
import { useId } from "react";
import type { NamedCode } from "#lib/search-engine/filter-choices.types.ts";
import { search as searchWords } from "../../messages/search.ts";
import { clearButton } from "../clear-button.ts";
import { FilterNotes } from "./filter-notes.tsx";
import styles from "./filters.module.css";

const { filters: words } = searchWords;
/** More would only be scrolled past; typing narrows them down. */
const SHOWN_MAX = 100;

/** Some of many, found by name; kept as codes. */
export function NamesField({
  label,
  hint,
  placeholder,
  notOn,
  choices,
  value,
  error,
  onChange,
}: {
  label: string;
  hint: string;
  placeholder: string;
  notOn: readonly string[];
  choices: readonly NamedCode[];
  value: string[] | null;
  error: string | null;
  onChange: (codes: string[] | null) => void;
}) {
  const id = useId();
  const codes = value ?? [];
  return (
    <div>
      <MultiSelect
        label={label}
        placeholder={codes.length === 0 ? placeholder : ""}
        data={withUnknown(choices, codes)}
        value={codes}
        onChange={(next) => onChange(next.length === 0 ? null : next)}
        error={error !== null}
        aria-describedby={id}
        limit={SHOWN_MAX}
        nothingFoundMessage={words.nothingFound}
        clearButtonProps={clearButton(words.clear(label))}
        classNames={{ inputField: styles.tight ?? "" }}
        searchable
        clearable
        hidePickedOptions
      />
      <FilterNotes id={id} hint={hint} notOn={notOn} error={error} />
    </div>
  );
}

/** A link may name what is no code; the API says so, and until then it is shown as it is. */
function withUnknown(choices: readonly NamedCode[], codes: readonly string[]) {
  const known = new Set(choices.map(({ code }) => code));
  return [
    ...choices.map(({ code, name }) => ({ value: code, label: name })),
    ...codes.filter((code) => !known.has(code)).map((code) => ({ value: code, label: code })),
  ];
}
