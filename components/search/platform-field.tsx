"use client";

import { Checkbox, Group, Input, SimpleGrid, Text } from "@mantine/core";
import { useId } from "react";
import { search as searchWords } from "../messages/search.ts";
import { PlatformIcon } from "./platform-icon.tsx";
import styles from "./search.module.css";

const { platforms: words } = searchWords;

/** Where to search: one search a platform. `names` are in the order in which they are sent. */
export function PlatformField({
  names,
  chosen,
  notes,
  error,
  onChange,
}: {
  names: Readonly<Record<string, string>>;
  chosen: readonly string[];
  /** What each of those chosen cannot do of what is asked. */
  notes: Readonly<Record<string, readonly string[]>>;
  error: string | null;
  onChange: (chosen: string[]) => void;
}) {
  const id = useId();
  return (
    <fieldset className={styles.platforms} aria-describedby={`${id}-hint ${id}-error`}>
      <legend>{words.label}</legend>
      <Input.Description size="md" id={`${id}-hint`}>
        {words.hint}
      </Input.Description>
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm" mt={6}>
        {Object.entries(names).map(([platform, name]) => (
          <PlatformCard
            key={platform}
            platform={platform}
            name={name}
            isChosen={chosen.includes(platform)}
            isWrong={error !== null}
            notes={chosen.includes(platform) ? (notes[platform] ?? []) : []}
            onChange={(isChosen) =>
              onChange(
                Object.keys(names).filter((one) => (one === platform ? isChosen : chosen.includes(one))),
              )
            }
          />
        ))}
      </SimpleGrid>
      {error !== null && (
        <Input.Error size="md" id={`${id}-error`} mt={6}>
          {error}
        </Input.Error>
      )}
    </fieldset>
  );
}

function PlatformCard({
  platform,
  name,
  isChosen,
  isWrong,
  notes,
  onChange,
}: {
  platform: string;
  name: string;
  isChosen: boolean;
  isWrong: boolean;
  notes: readonly string[];
  onChange: (isChosen: boolean) => void;
}) {
  const id = useId();
  return (
    <Checkbox.Card
      checked={isChosen}
      onChange={onChange}
      className={styles.choice}
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-notes`}
      aria-invalid={isWrong || undefined}
    >
      <Group gap="xs" wrap="nowrap">
        <PlatformIcon platform={platform} size={20} />
        <Text span fw={600} id={`${id}-name`} flex={1}>
          {name}
        </Text>
        <Checkbox.Indicator size="sm" />
      </Group>
      <span id={`${id}-notes`}>
        {notes.map((note) => (
          <Text span display="block" size="xs" mt={4} c="var(--search-warning)" key={note}>
            {note}
          </Text>
        ))}
      </span>
    </Checkbox.Card>
  );
}
