"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { messages } from "../messages/index.ts";

const STATES = Object.keys(messages.jobs.filters.states) as (keyof typeof messages.jobs.filters.states)[];

/** Which jobs are shown, kept in the address. */
export function useJobFilters() {
  const [values, set] = useQueryStates(
    {
      state: parseAsStringLiteral(STATES),
      platform: parseAsString,
      campaignId: parseAsString,
      userId: parseAsString,
    },
    { history: "replace" },
  );
  const query = new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  ).toString();
  return { values, set, query, states: STATES, isNarrowed: query !== "", clear: () => void set(null) };
}

export type JobFilterControl = ReturnType<typeof useJobFilters>;
