"use client";

import { Group, TagsInput, Text } from "@mantine/core";
import { useState } from "react";
import { useFormats } from "../locale.tsx";
import { messages } from "../messages/index.ts";
import { toKeywordList } from "./keyword-list.ts";
import { RemovablePill } from "./removable-pill.tsx";

const { keywords: words } = messages.search;

/** Each keyword a chip; a pasted list becomes chips, and what says the same as another is not taken twice. */
export function KeywordsField({
  value,
  max,
  error,
  onChange,
}: {
  value: string[];
  max: number;
  error: string | null;
  onChange: (keywords: string[]) => void;
}) {
  const { exact } = useFormats();
  const [leftOut, setLeftOut] = useState(0);
  const take = (entries: string[]) => {
    const list = toKeywordList(entries, max);
    setLeftOut(list.leftOut);
    onChange(list.keywords);
  };
  return (
    <div>
      <TagsInput
        data-search-field
        size="md"
        label={words.label}
        labelProps={{ fw: 600 }}
        description={words.hint}
        placeholder={value.length === 0 ? words.placeholder : words.more}
        value={value}
        onChange={take}
        // `take` judges what is a duplicate, of whole lists too.
        isDuplicate={() => false}
        splitChars={[",", "\n"]}
        error={error}
        clearable
        clearButtonProps={{ "aria-label": words.clear }}
        renderPill={({ value: keyword, onRemove }) => (
          <RemovablePill removeLabel={words.remove(String(keyword))} onRemove={() => onRemove?.()}>
            {keyword}
          </RemovablePill>
        )}
      />
      <Group justify="space-between" mt={4} gap="xs">
        <Text size="xs" c="var(--search-warning)" role="status">
          {leftOut > 0 && words.cut(exact(leftOut), exact(max))}
        </Text>
        <Text size="xs" c="dimmed">
          {value.length > 0 && words.count(exact(value.length), exact(max))}
        </Text>
      </Group>
    </div>
  );
}
