"use client";

import { Group, TagsInput, Text } from "@mantine/core";
import { useState } from "react";
import { useFormats } from "../locale.tsx";
import { search as searchWords } from "../messages/search.ts";
import { clearButton } from "./clear-button.ts";
import { toKeywordList } from "./keyword-list.ts";
import { PILL_REMOVE, RemovablePill } from "./removable-pill.tsx";
import { useKeptFocus } from "./use-kept-focus.ts";

const { keywords: words } = searchWords;

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
  const { list, keep } = useKeptFocus(PILL_REMOVE, "[data-search-field]");
  const [leftOut, setLeftOut] = useState(0);
  const take = (entries: string[]) => {
    const list = toKeywordList(entries, max);
    setLeftOut(list.leftOut);
    onChange(list.keywords);
  };
  return (
    <div ref={list}>
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
        clearButtonProps={clearButton(words.clear)}
        renderPill={({ value: keyword, onRemove }) => (
          <RemovablePill
            removeLabel={words.remove(String(keyword))}
            onRemove={() => {
              keep(value.indexOf(String(keyword)));
              onRemove?.();
            }}
          >
            {keyword}
          </RemovablePill>
        )}
      />
      <Group justify="space-between" mt={4} gap="xs">
        <Text size="xs" c="var(--search-warning)" role="status">
          {leftOut > 0 && words.cut(exact(leftOut), exact(max))}
        </Text>
        {value.length > 0 && (
          <Text size="xs" c="dimmed">
            {words.count(exact(value.length), exact(max))}
          </Text>
        )}
      </Group>
    </div>
  );
}
