"use client";

import { debounce, parseAsString, useQueryStates } from "nuqs";

const TYPING_MS = 300;
const QUERY_MAX = 100;

const parsers = {
  q: parseAsString.withDefault("").withOptions({ limitUrlUpdates: debounce(TYPING_MS) }),
  /** `other`, `none` or the id of a campaign; null for all. */
  seen: parseAsString,
};

/** Which of a campaign's creators the reader wants to see, kept in the address. */
export function useCreatorChoice() {
  const [{ q, seen }, set] = useQueryStates(parsers, { history: "replace", scroll: false });
  return {
    text: q,
    seenIn: seen,
    setText: (text: string) => void set({ q: text.slice(0, QUERY_MAX) || null }),
    setSeenIn: (next: string | null) => void set({ seen: next }),
    clear: () => void set({ q: null, seen: null }),
  };
}

export type CreatorChoice = ReturnType<typeof useCreatorChoice>;
