"use client";

import { Fieldset, Group } from "@mantine/core";
import { useId } from "react";
import type { NumberRange } from "#lib/search-engine/types.ts";
import type { ApiError } from "../../api-client.ts";
import { search as searchWords } from "../../messages/search.ts";
import { fieldError } from "../field-error.ts";
import { NumberField } from "../number-field.tsx";
import { rangeOf } from "../query-parsers.ts";
import { FilterNotes } from "./filter-notes.tsx";
import styles from "./filters.module.css";

const { filters: words } = searchWords;
const PERCENT = 100;
/** Enough decimals for a hundredth of a percent, and none that binary fractions add. */
const FRACTION_DIGITS = 6;

/** Two bounds of one number; either may stay empty. */
export function RangeField({
  name,
  label,
  hint,
  notOn,
  value,
  isPercent = false,
  error,
  onChange,
}: {
  name: string;
  label: string;
  hint: string;
  notOn: readonly string[];
  value: NumberRange | null;
  /** Shown in percent, kept as a fraction. */
  isPercent?: boolean;
  error: ApiError | null;
  onChange: (range: NumberRange | null) => void;
}) {
  const id = useId();
  const message = fieldError(error, name);
  const factor = isPercent ? PERCENT : 1;
  const shown = (bound: number | undefined) => (bound === undefined ? null : rounded(bound * factor));
  const kept = (bound: number | null) => (bound === null ? undefined : rounded(bound / factor));
  const isWrong = (bound: string) => fieldError(error, `${name}.${bound}`) !== null || error?.field === name;
  const { min, max } = value ?? {};
  const common = {
    "aria-describedby": id,
    hideControls: true,
    allowDecimal: isPercent,
    ...(isPercent ? { suffix: " %" } : {}),
  };
  return (
    <Fieldset variant="unstyled" legend={label} className={styles.fieldset}>
      <Group gap="xs" grow wrap="nowrap" align="start">
        <NumberField
          {...common}
          aria-label={words.min}
          placeholder={words.min}
          value={shown(min)}
          error={isWrong("min")}
          onChange={(bound) => onChange(rangeOf(kept(bound), max))}
        />
        <NumberField
          {...common}
          aria-label={words.max}
          placeholder={words.max}
          value={shown(max)}
          error={isWrong("max")}
          onChange={(bound) => onChange(rangeOf(min, kept(bound)))}
        />
      </Group>
      <FilterNotes id={id} hint={hint} notOn={notOn} error={message} />
    </Fieldset>
  );
}

function rounded(value: number): number {
  return Number(value.toFixed(FRACTION_DIGITS));
}
