import { z } from "zod";
import type { Transaction } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";

/** A moment in microseconds since 1970, as the database keeps it: a `Date` would cut it off at the millisecond. */
export const moment = z.int().min(0);

/** Part of a statement: a column of moments as a cursor takes it. */
export function toMicroseconds(transaction: Transaction, column: string) {
  return transaction`(extract(epoch from ${transaction(column)}) * 1000000)::bigint`;
}

/** Part of a statement: the moment that a cursor named, or null. */
export function fromMicroseconds(transaction: Transaction, microseconds: number | null) {
  return transaction`(timestamptz 'epoch' + ${microseconds}::bigint * interval '1 microsecond')`;
}

/** Where the next page begins: the values that the last row is ordered by. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** @throws AppError `bad_request` where it is none that an earlier answer gave */
export function parseCursor<S extends z.ZodType>(cursor: string | undefined, schema: S): z.output<S> | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    throw new AppError("bad_request", "cursor: must be one that an earlier answer gave.", {
      field: "cursor",
    });
  }
}
