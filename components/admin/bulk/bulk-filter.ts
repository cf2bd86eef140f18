import type { JobFilter } from "#lib/admin/admin.types.ts";
import { admin as adminWords } from "../../messages/admin.ts";
import type { MeantState } from "./use-meant-jobs.ts";

/** Which jobs something is done to; at least one of the names. */
export type BulkFilter = Partial<JobFilter>;

const { bulk, tasks } = adminWords;

/** A filter in words for people, a line each; hours where they count. */
export function filterLines(
  { provider, platform, accountId, kind, reason, hours }: BulkFilter,
  state: MeantState,
): string[] {
  const words = bulk.filter;
  const isAboutFailures = kind !== undefined || reason !== undefined || state === "retryable";
  const lines = [
    provider && words.provider(provider),
    platform && words.platform(platform),
    accountId && words.accountId(),
    kind && words.kind(tasks.kinds[kind].toLowerCase()),
    reason && words.reason(reason),
    isAboutFailures && hours ? words.hours(String(hours)) : undefined,
  ];
  return lines.flatMap((line) => (line ? [line] : []));
}
