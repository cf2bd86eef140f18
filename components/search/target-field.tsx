"use client";

import { Button, Group, Input } from "@mantine/core";
import { useId } from "react";
import { useFormats } from "../locale.tsx";
import { search as searchWords } from "../messages/search.ts";
import { NumberField } from "./number-field.tsx";

const PRESETS = [50, 100, 250, 500, 1_000];
const STEP = 50;
const { target: words } = searchWords;

/** How many creators of each platform; 0 where the field is empty. */
export function TargetField({
  value,
  max,
  error,
  onChange,
}: {
  value: number;
  max: number;
  error: string | null;
  onChange: (target: number) => void;
}) {
  const id = useId();
  const { exact } = useFormats();
  return (
    <Input.Wrapper
      id={id}
      size="md"
      labelProps={{ fw: 600 }}
      label={words.label}
      description={words.hint(exact(max))}
      descriptionProps={{ id: `${id}-hint` }}
      error={error}
      errorProps={{ id: `${id}-wrong`, mt: 6 }}
    >
      <Group gap="xs" mt={6} align="center">
        <NumberField
          id={id}
          w={120}
          value={value === 0 ? null : value}
          onChange={(target) => onChange(target ?? 0)}
          step={STEP}
          min={1}
          max={max}
          allowDecimal={false}
          error={error !== null}
          aria-describedby={`${id}-hint ${id}-wrong`}
        />
        <Group gap={6} role="group" aria-label={words.presets}>
          {PRESETS.filter((preset) => preset <= max).map((preset) => (
            <Button
              key={preset}
              size="compact-sm"
              radius="xl"
              variant={preset === value ? "light" : "default"}
              aria-pressed={preset === value}
              onClick={() => onChange(preset)}
            >
              {exact(preset)}
            </Button>
          ))}
        </Group>
      </Group>
    </Input.Wrapper>
  );
}
