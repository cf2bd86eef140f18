import { AppError } from "#lib/errors.ts";

/** Where a page ended, in a list that is ordered by time, id and, where there are several of one, the tail. */
export interface CursorPlace {
  /** As Postgres writes a timestamp. Sent as text: the driver would make a Date of it, which loses the microseconds. */
  createdAt: string;
  id: string;
  tail: string;
}

function encodeCursor({ createdAt, id, tail = "" }: Omit<CursorPlace, "tail"> & { tail?: string }) {
  return Buffer.from(JSON.stringify(tail === "" ? [createdAt, id] : [createdAt, id, tail])).toString(
    "base64url",
  );
}

const CREATED_AT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TAIL = /^[\x20-\x7e]{0,200}$/;

/** @throws AppError `bad_request` for one that no answer gave */
export function parseCursor(cursor: string): CursorPlace {
  try {
    const [createdAt, id, tail = ""]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (
      typeof createdAt === "string" &&
      typeof id === "string" &&
      typeof tail === "string" &&
      CREATED_AT.test(createdAt) &&
      !Number.isNaN(Date.parse(createdAt)) &&
      UUID.test(id) &&
      TAIL.test(tail)
    ) {
      return { createdAt, id, tail };
    }
  } catch {
    // Told below.
  }
  throw new AppError("bad_request", "cursor: must be one that an earlier answer gave.", { field: "cursor" });
}

/** The rows of a page of which one row more than the limit was read, and the cursor of the next one. */
export function pageOf<Row extends { cursorAt: string }>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => { id: string; tail?: string },
): { page: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { page, nextCursor: hasMore ? encodeCursor({ createdAt: last.cursorAt, ...placeOf(last) }) : null };
}
