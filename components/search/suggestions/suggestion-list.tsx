"use client";

import { Button, CloseButton, Group, Text } from "@mantine/core";
import type { SuggestAnswer } from "#lib/search-engine/types.ts";
import { useFormats } from "../../locale.tsx";
import { search as searchWords } from "../../messages/search.ts";
import { useKeptFocus } from "../use-kept-focus.ts";
import { openSuggestions } from "./open-suggestions.ts";
import { SUGGESTION_ADD, SuggestionChip } from "./suggestion-chip.tsx";

const { suggest: words } = searchWords;
const RULES = "rules";
/** The button that asks for suggestions. */
export const SUGGEST_ID = "suggest-keywords";

/** What was suggested and is not yet taken, who thought of it, and nothing found told as such. */
export function SuggestionList({
  answer,
  dismissed,
  keywords,
  max,
  onAdd,
  onDismiss,
  onClose,
}: {
  answer: SuggestAnswer;
  dismissed: readonly string[];
  keywords: readonly string[];
  max: number;
  onAdd: (keywords: string[]) => void;
  onDismiss: (keyword: string) => void;
  onClose: () => void;
}) {
  const { exact } = useFormats();
  const open = openSuggestions(answer, keywords, dismissed);
  const isFull = keywords.length >= max;
  const { list, keep } = useKeptFocus(SUGGESTION_ADD, `#${SUGGEST_ID}`);
  if (open.length === 0) {
    return (
      <Text size="sm" c="dimmed" mt="sm" ref={list}>
        {answer.keywords.length === 0 ? words.nothing : words.used}
      </Text>
    );
  }
  return (
    <div ref={list}>
      <Group justify="space-between" wrap="nowrap" mt="sm" mb={6}>
        <Text size="sm">
          <Text span fw={600}>
            {words.title}
          </Text>{" "}
          {answer.source === RULES ? words.rules : words.from(answer.source)}
        </Text>
        <CloseButton size="sm" aria-label={words.close} onClick={onClose} />
      </Group>
      <Group gap={6} component="ul" p={0} m={0}>
        {open.map(({ keyword, reason }, index) => (
          <SuggestionChip
            key={keyword}
            keyword={keyword}
            reason={reason}
            isFull={isFull}
            onAdd={() => {
              keep(index);
              onAdd([keyword]);
            }}
            onDismiss={() => {
              keep(index);
              onDismiss(keyword);
            }}
          />
        ))}
        <li>
          <Button
            size="compact-sm"
            variant="subtle"
            disabled={isFull}
            onClick={() => {
              keep(0);
              onAdd(open.map(({ keyword }) => keyword));
            }}
          >
            {words.addAll(open.length, exact(open.length))}
          </Button>
        </li>
      </Group>
      {isFull && (
        <Text size="xs" c="dimmed" mt={6}>
          {words.full}
        </Text>
      )}
    </div>
  );
}
