import type { FaultKind } from "./faults.ts";

/** An answer of the provider before it is sent. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: object;
}

export interface SearchBody {
  cursor: number;
  search_item_list: object[];
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

/** Spoils a search page; other kinds leave it as it is. */
export function spoilPage(kind: FaultKind, body: SearchBody, askedCursor: number): SearchBody {
  const items = body.search_item_list;
  switch (kind) {
    case "empty_page":
      return { ...body, search_item_list: [] };
    case "repeated_cursor":
      return { ...body, cursor: askedCursor };
    case "duplicate_items":
      return { ...body, search_item_list: [...items, ...items.slice(0, Math.ceil(items.length / 2))] };
    case "renamed_field": {
      const kept = Math.floor(items.length / 4);
      return { ...body, search_item_list: items.map((item, at) => (at < kept ? item : renamed(item))) };
    }
    case "malformed_items": {
      const bad = Math.min(Math.ceil(items.length / 5), Math.floor((items.length - 1) / 2));
      return { ...body, search_item_list: items.map((item, at) => (at < bad ? malformed(item, at) : item)) };
    }
    default:
      return body;
  }
}

function renamed(item: object): object {
  if ("aweme_info" in item) return { ...item, aweme_info: renamed(Object(item.aweme_info)) };
  const { aweme_id: awemeId, ...rest } = item as { aweme_id?: unknown };
  return { ...rest, awemeId };
}

function malformed(item: object, at: number): object {
  const broken =
    [{ aweme_id: 42 }, { author: null }, { author: { uid: "" } }, { statistics: "none" }][at % 4] ?? {};
  return "aweme_info" in item
    ? { ...item, aweme_info: { ...Object(item.aweme_info), ...broken } }
    : { ...item, ...broken };
}
