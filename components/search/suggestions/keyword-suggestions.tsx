"use client";

import { Alert, Button, Group, Skeleton, Text } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { search as searchWords } from "../../messages/search.ts";
import { SUGGEST_ID, SuggestionList } from "./suggestion-list.tsx";
import { useSuggestions } from "./use-suggestions.ts";

const { suggest: words } = searchWords;
/** About as wide as keywords are. */
const SKELETON_WIDTHS_PX = [110, 150, 90, 130, 100];

/** Keywords like those given, each with its reason, to be taken or dismissed one by one. */
export function KeywordSuggestions({
  platform,
  keywords,
  max,
  onAdd,
}: {
  /** Whose creators the keywords are for; null where none is chosen. */
  platform: string | null;
  keywords: string[];
  max: number;
  onAdd: (keywords: string[]) => void;
}) {
  const { suggestions, ask, dismiss, close } = useSuggestions();
  const canAsk = platform !== null && keywords.length > 0;
  const askNow = () => {
    if (platform !== null && keywords.length > 0) void ask(platform, keywords);
  };
  const { state } = suggestions;
  return (
    <div>
      <Button
        id={SUGGEST_ID}
        variant="light"
        size="compact-md"
        leftSection={<IconSparkles size={16} aria-hidden />}
        loading={state === "asking"}
        disabled={!canAsk}
        onClick={askNow}
      >
        {state === "none" ? words.ask : words.askAgain}
      </Button>
      <div role="status">
        {state === "asking" && <Asking />}
        {state === "here" && (
          <SuggestionList
            {...suggestions}
            keywords={keywords}
            max={max}
            onAdd={onAdd}
            onDismiss={dismiss}
            onClose={() => {
              close();
              document.getElementById(SUGGEST_ID)?.focus();
            }}
          />
        )}
      </div>
      {state === "failed" && (
        <Alert color="red" mt="sm" role="alert">
          <Group justify="space-between">
            <Text size="sm">{words.failed(suggestions.message)}</Text>
            <Button size="xs" variant="default" onClick={askNow}>
              {words.again}
            </Button>
          </Group>
        </Alert>
      )}
    </div>
  );
}

function Asking() {
  return (
    <>
      <span className="visually-hidden">{words.asking}</span>
      <Group gap={6} mt="sm" aria-hidden>
        {SKELETON_WIDTHS_PX.map((width) => (
          <Skeleton key={width} w={width} h={28} radius="xl" />
        ))}
      </Group>
    </>
  );
}
