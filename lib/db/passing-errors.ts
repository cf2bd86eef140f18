/** The server cannot be reached, or ended the connection: by hand, for a restart, or because it crashed. */
const UNREACHABLE_CODES: ReadonlySet<unknown> = new Set([
  "57P01",
  "57P02",
  "57P03",
  "08000",
  "08003",
  "08006",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
]);

/** Deadlock, serialisation failure, a transaction that stood still too long. */
const REPEATABLE_CODES: ReadonlySet<unknown> = new Set(["40P01", "40001", "25P03"]);

/** No such host; the server takes no more connections. Neither passes within a moment. */
const UNAVAILABLE_CODES: ReadonlySet<unknown> = new Set(["ENOTFOUND", "53300"]);

/** True for a failure that passes by itself: the same again may do better. */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error);
  return UNREACHABLE_CODES.has(code) || REPEATABLE_CODES.has(code);
}

/** True where the database could not be asked, now or at all. */
export function isDatabaseUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  return UNREACHABLE_CODES.has(code) || UNAVAILABLE_CODES.has(code);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
