"use client";

import { Input, SegmentedControl } from "@mantine/core";
import { useId } from "react";
import { search as searchWords } from "../../messages/search.ts";
import { FilterNotes } from "./filter-notes.tsx";

const { filters: words } = searchWords;
const CHOICES = [
  { value: "", label: words.either },
  { value: "yes", label: words.yes },
  { value: "no", label: words.no },
];

/** Yes, no, or null where either will do. */
export function EitherField({
  label,
  hint,
  notOn,
  value,
  error,
  onChange,
}: {
  label: string;
  hint: string;
  notOn: readonly string[];
  value: boolean | null;
  error: string | null;
  onChange: (value: boolean | null) => void;
}) {
  const id = useId();
  return (
    <div>
      <Input.Label component="div" id={`${id}-label`}>
        {label}
      </Input.Label>
      <SegmentedControl
        fullWidth
        data={CHOICES}
        value={value === null ? "" : value ? "yes" : "no"}
        onChange={(choice) => onChange(choice === "" ? null : choice === "yes")}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-notes`}
      />
      <FilterNotes id={`${id}-notes`} hint={hint} notOn={notOn} error={error} />
    </div>
  );
}
