import type { IncomingHttpHeaders } from "node:http";
import { parseDurationMs } from "./duration.ts";
import type { Answer, Message } from "./message.ts";

const WAIT_MAX_MS = 86_400_000;
/** A bare number above this is a unix time in seconds, not a wait. */
const WAIT_MAX_SECONDS = 1_000_000_000;

/** Unscaled milliseconds before the next try of a message that was retried so often already. */
export function retryWaitMs(message: Message, answer: Answer, retried: number): number {
  const waitMs =
    waitAskedFor(answer.headers) ??
    message.retryDelay?.evaluate(retried) ??
    Math.exp(2.5 * (retried + 1)) * 1_000;
  return Number.isNaN(waitMs) ? 0 : Math.min(Math.max(0, waitMs), WAIT_MAX_MS);
}

/** Whether the destination says that trying again is no use. */
export function isNonRetryable(answer: Answer): boolean {
  return answer.status === 489 && answer.headers["upstash-nonretryable-error"] === "true";
}

function waitAskedFor(headers: IncomingHttpHeaders): number | null {
  const asked = headers["retry-after"] ?? headers["x-ratelimit-reset"];
  if (typeof asked !== "string") return null;
  const seconds = Number(asked);
  if (asked.trim() !== "" && seconds >= 0) {
    return seconds > WAIT_MAX_SECONDS ? seconds * 1_000 - Date.now() : seconds * 1_000;
  }
  try {
    return parseDurationMs(asked);
  } catch {
    const at = Date.parse(asked);
    return Number.isNaN(at) ? null : at - Date.now();
  }
}
