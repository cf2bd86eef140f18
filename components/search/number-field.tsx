"use client";

import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useState } from "react";
import { useFormats } from "../locale.tsx";

/** A number as the reader's language writes it; null where the field is empty. */
export function NumberField({
  value,
  onChange,
  ...props
}: Omit<NumberInputProps, "value" | "onChange"> & {
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const { exact } = useFormats();
  // What is half typed, such as "2.", is kept as long as it says the same number.
  const [draft, setDraft] = useState<number | string>(value ?? "");
  const group = signsOf(exact(12_345));
  const decimal = signsOf(exact(1.5));
  return (
    <NumberInput
      {...props}
      value={numberOf(draft) === value ? draft : (value ?? "")}
      onChange={(next) => {
        setDraft(next);
        onChange(numberOf(next));
      }}
      thousandSeparator={group}
      decimalSeparator={decimal}
      allowedDecimalSeparators={[decimal]}
      allowNegative={false}
      clampBehavior="none"
    />
  );
}

function signsOf(text: string): string {
  return text.replace(/\p{N}/gu, "");
}

function numberOf(text: number | string): number | null {
  const number = text === "" ? Number.NaN : Number(text);
  return Number.isNaN(number) ? null : number;
}
