"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { ADMIN_TASK_CHOICES } from "#lib/admin/row-choices.types.ts";
import { TASK_KINDS } from "#lib/search-engine/task.types.ts";

const HOURS_AT_FIRST = 24;

const parsers = {
  state: parseAsStringLiteral(ADMIN_TASK_CHOICES).withDefault("open"),
  kind: parseAsStringLiteral(TASK_KINDS),
  provider: parseAsString,
  reason: parseAsString,
  worker: parseAsString,
  hours: parseAsInteger.withDefault(HOURS_AT_FIRST),
};

/** Which tasks are shown, kept in the address: the numbers of the overview lead here with theirs. */
export function useTaskChoice() {
  const [choice, set] = useQueryStates(parsers, { history: "replace", scroll: false });
  return { choice, set: (values: Parameters<typeof set>[0]) => void set(values) };
}

export type TaskFilterChoice = ReturnType<typeof useTaskChoice>;
