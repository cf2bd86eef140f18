import type { BulkReason } from "#lib/admin/bulk.types.ts";
import { admin as adminWords } from "../../messages/admin.ts";

const { bulk } = adminWords;

/** The reasons of several requests as of one, the most frequent first. */
export function addReasons(known: readonly BulkReason[], more: readonly BulkReason[]): BulkReason[] {
  const sums = new Map(known.map((reason) => [reason.code, reason]));
  for (const reason of more) {
    const sum = sums.get(reason.code);
    sums.set(reason.code, sum ? { ...sum, count: sum.count + reason.count } : reason);
  }
  return [...sums.values()].sort((one, other) => other.count - one.count);
}

/** Why it could not be done, in words for admins; else as the first of the owners would have been told. */
export function reasonText({ code, message }: BulkReason): string {
  return bulk.reasons[code] ?? message;
}
