import type { FaultKind, FaultRule } from "./faults.ts";

/** An answer of the provider before it is sent. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: object;
}

/** The items of a search page and what leads on to the next, in whatever form the answer has. */
export interface SearchItems<Cursor> {
  items: object[];
  cursor: Cursor;
}

/** How one endpoint's items go wrong: without a field that is needed, and with a field of another type. */
export interface ItemSpoilers {
  renamed: (item: object) => object;
  malformed: (item: object, at: number) => object;
}

/** The answers that stand in for the right one, as the vendor words them. */
export function failureAnswer(kind: FaultKind, retryAfterSeconds: number): Answer | null {
  switch (kind) {
    case "429":
      return {
        ...failure(429, "rate_limited", "Too many requests. Try again later."),
        headers: { "retry-after": String(retryAfterSeconds) },
      };
    case "402":
      return failure(
        402,
        "payment_required",
        "Looks like you're out of credits :( You'll need to buy more to continue using the service.",
      );
    case "401":
      return failure(401, "unauthorized", "Invalid api key");
    case "500":
      return failure(500, "internal_error", "Something went wrong");
    case "not_found":
      return notFoundAnswer();
    case "error_200":
      return { ...failure(500, "internal_error", "Something went wrong"), status: 200 };
    default:
      return null;
  }
}

export function failure(status: number, error: string, message: string): Answer {
  return { status, body: { success: false, credits_charged: 0, error, errorStatus: status, message } };
}

export function notFoundAnswer(): Answer {
  return failure(404, "not_found", "Shoot looks like the user is not found, or is private");
}

export function badRequest(message: string): Answer {
  return failure(400, "bad_request", message);
}

/** Spoils a search page by each rule that struck; other kinds leave it as it is. */
export function spoilPage<Cursor>(
  strikes: FaultRule[],
  page: SearchItems<Cursor>,
  askedCursor: Cursor,
  spoilers: ItemSpoilers,
): SearchItems<Cursor> {
  return strikes.reduce((spoilt, { kind }) => spoil(kind, spoilt, askedCursor, spoilers), page);
}

function spoil<Cursor>(
  kind: FaultKind,
  page: SearchItems<Cursor>,
  askedCursor: Cursor,
  { renamed, malformed }: ItemSpoilers,
): SearchItems<Cursor> {
  const { items } = page;
  switch (kind) {
    case "empty_page":
      return { ...page, items: [] };
    case "repeated_cursor":
      return { ...page, cursor: askedCursor };
    case "duplicate_items":
      return { ...page, items: [...items, ...items.slice(0, Math.ceil(items.length / 2))] };
    case "renamed_field": {
      const kept = Math.floor(items.length / 4);
      return { ...page, items: items.map((item, at) => (at < kept ? item : renamed(item))) };
    }
    case "malformed_items": {
      const bad = Math.min(Math.ceil(items.length / 5), Math.floor((items.length - 1) / 2));
      return { ...page, items: items.map((item, at) => (at < bad ? malformed(item, at) : item)) };
    }
    default:
      return page;
  }
}

/** Spoilers for items that lie bare in their list. */
export function bareSpoilers(needed: { from: string; to: string }, broken: object[]): ItemSpoilers {
  return {
    renamed: (item) =>
      Object.fromEntries(
        Object.entries(item).map(([key, value]) => [key === needed.from ? needed.to : key, value]),
      ),
    malformed: (item, at) => ({ ...item, ...broken[at % broken.length] }),
  };
}
