"use client";

import { debounce, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { CREATOR_STATES } from "#lib/search-engine/creator-state.types.ts";
import { type Choice, FIT_CHOICES, SORT_KEYS, type Sort } from "./choice.ts";

const VIEWS = ["table", "cards"] as const;
export type View = (typeof VIEWS)[number];
const SORTS = SORT_KEYS.flatMap((key) => [key, `-${key}`] as const);
const TYPING_MS = 300;
const OPTIONS = { history: "replace", scroll: false } as const;

const parsers = {
  q: parseAsString.withDefault("").withOptions({ limitUrlUpdates: debounce(TYPING_MS) }),
  sort: parseAsStringLiteral(SORTS),
  platform: parseAsString,
  state: parseAsStringLiteral(CREATOR_STATES),
  email: parseAsBoolean.withDefault(false),
  fit: parseAsStringLiteral(FIT_CHOICES).withDefault("fitting"),
  keyword: parseAsString,
  creator: parseAsString,
  /** Null: what suits the width. */
  view: parseAsStringLiteral(VIEWS),
};

/** What the reader has chosen to see, kept in the address. The same object until that changes. */
export function useChoice() {
  const [state, setState] = useQueryStates(parsers, OPTIONS);
  const { q, sort, platform, state: creatorState, email, fit, keyword } = state;
  const choice = useMemo<Choice>(
    () => ({
      text: q,
      sort: toSort(sort),
      platform,
      state: creatorState,
      hasEmail: email,
      fit,
      keyword,
    }),
    [q, sort, platform, creatorState, email, fit, keyword],
  );
  const { view, creator: openKey } = state;
  const acts = useMemo(
    () => ({
      set: setState,
      setSort: (next: Sort | null) =>
        setState({ sort: next && (next.isDescending ? `-${next.key}` : next.key) }),
      clear: () => setState({ q: null, platform: null, state: null, email: null, fit: null, keyword: null }),
    }),
    [setState],
  );
  return useMemo(() => ({ choice, view, openKey, ...acts }), [choice, view, openKey, acts]);
}

export type ChoiceControl = ReturnType<typeof useChoice>;

function toSort(text: (typeof SORTS)[number] | null): Sort | null {
  if (text === null) return null;
  const isDescending = text.startsWith("-");
  const key = SORT_KEYS.find((known) => known === text.slice(isDescending ? 1 : 0));
  return key ? { key, isDescending } : null;
}
