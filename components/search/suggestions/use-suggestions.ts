"use client";

import { useState } from "react";
import type { SuggestAnswer } from "#lib/search-engine/types.ts";
import { ApiError, postJson } from "../../api-client.ts";

export type Suggestions =
  | { state: "none" }
  | { state: "asking" }
  | { state: "failed"; message: string }
  | { state: "here"; answer: SuggestAnswer; dismissed: readonly string[] };

const NONE: Suggestions = { state: "none" };

/** Keywords like those given, once they are asked for. The last question counts, whichever answer comes last. */
export function useSuggestions() {
  const [latest, setLatest] = useState<{ question: number; suggestions: Suggestions }>({
    question: 0,
    suggestions: NONE,
  });

  async function ask(platform: string, keywords: readonly string[]) {
    const question = latest.question + 1;
    setLatest({ question, suggestions: { state: "asking" } });
    const suggestions = await askOnce(platform, keywords);
    setLatest((now) => (now.question === question ? { question, suggestions } : now));
  }

  function dismiss(keyword: string) {
    setLatest(({ question, suggestions }) => ({
      question,
      suggestions:
        suggestions.state === "here"
          ? { ...suggestions, dismissed: [...suggestions.dismissed, keyword] }
          : suggestions,
    }));
  }

  function close() {
    setLatest(({ question }) => ({ question: question + 1, suggestions: NONE }));
  }

  return { suggestions: latest.suggestions, ask, dismiss, close };
}

async function askOnce(platform: string, keywords: readonly string[]): Promise<Suggestions> {
  try {
    const body = { platform, keywords };
    const answer = await postJson<SuggestAnswer>("/api/v2/keywords/suggest", body);
    return { state: "here", answer, dismissed: [] };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { state: "failed", message: error.message };
  }
}
