"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { AdminJobState } from "#lib/admin/admin.types.ts";
import { TASK_KINDS } from "#lib/search-engine/task.types.ts";
import type { BulkFilter } from "../bulk/bulk-filter.ts";

const HOURS_AT_FIRST = 24;
export const STATES = [
  "open",
  "pending",
  "dispatching",
  "searching",
  "enriching",
  "ended",
  "completed",
  "partial",
  "error",
  "cancelled",
  "retryable",
] as const satisfies readonly AdminJobState[];

const OPEN: ReadonlySet<AdminJobState> = new Set([
  "open",
  "pending",
  "dispatching",
  "searching",
  "enriching",
]);

const parsers = {
  state: parseAsStringLiteral(STATES),
  provider: parseAsString,
  platform: parseAsString,
  accountId: parseAsString,
  kind: parseAsStringLiteral(TASK_KINDS),
  reason: parseAsString,
  hours: parseAsInteger.withDefault(HOURS_AT_FIRST),
};

/** Which jobs are shown, kept in the address: the numbers of the overview lead here with theirs. */
export function useJobChoice() {
  const [choice, set] = useQueryStates(parsers, { history: "replace", scroll: false });
  const { state, provider, platform, accountId, kind, reason, hours } = choice;
  const filter: BulkFilter = {
    ...(provider === null ? {} : { provider }),
    ...(platform === null ? {} : { platform }),
    ...(accountId === null ? {} : { accountId }),
    ...(kind === null ? {} : { kind }),
    ...(reason === null ? {} : { reason }),
  };
  const hasFilter = Object.keys(filter).length > 0;
  return {
    choice,
    /** Without the state and with the hours, as acts on all of them take it; null where it means every job there is. */
    filter: hasFilter ? { ...filter, hours } : null,
    /** Whether acts on jobs that failed, and on open ones, have to do with the state that is shown. */
    mayRetry: state === null || !OPEN.has(state),
    mayCancel: state === null || OPEN.has(state),
    hasChoice: hasFilter || state !== null,
    set: (values: Parameters<typeof set>[0]) => void set(values),
    clear: () => void set(null),
  };
}

export type JobChoice = ReturnType<typeof useJobChoice>;
