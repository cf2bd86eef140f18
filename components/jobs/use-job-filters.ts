"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { jobs as jobsWords } from "../messages/jobs.ts";

const STATES = Object.keys(jobsWords.filters.states) as (keyof typeof jobsWords.filters.states)[];

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
