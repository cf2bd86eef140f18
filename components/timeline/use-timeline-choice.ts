"use client";

import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { TASK_CHOICES, TASK_KINDS, type TaskChoice, type TaskKind } from "#lib/search-engine/task.types.ts";

export const SHOWN = ["tasks", "calls"] as const;

/** What of a timeline is shown: its work or its calls alone, or the tasks of a kind or in a state. */
export type TimelineChoice = {
  show?: (typeof SHOWN)[number] | undefined;
  kind?: TaskKind | undefined;
  state?: TaskChoice | undefined;
};

const parsers = {
  show: parseAsStringLiteral(SHOWN),
  kind: parseAsStringLiteral(TASK_KINDS),
  state: parseAsStringLiteral(TASK_CHOICES),
};

/** Kept in the address: numbers of tasks and of calls lead here. */
export function useTimelineChoice() {
  const [{ show, kind, state }, set] = useQueryStates(parsers, { history: "replace", scroll: false });
  const isNarrow = kind !== null || state !== null;
  return {
    show: isNarrow ? ("tasks" as const) : show,
    kind,
    state,
    isNarrow,
    /** Null for everything. */
    choose: (wanted: (typeof SHOWN)[number] | null) => void set({ show: wanted, kind: null, state: null }),
  };
}
