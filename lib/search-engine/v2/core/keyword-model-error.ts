import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { z } from "zod";
import { ProviderError, type ProviderErrorKind } from "./provider-error.ts";

/** OpenAI's word for an account without credit; the status is 429, and waiting does not help. */
const OUT_OF_CREDIT = "insufficient_quota";

/** What went wrong with a call of the model. Its own words stay in `cause`: they may quote key or prompt. */
export function modelFailure(
  provider: string,
  error: unknown,
  ended: { isTimeUp: boolean; isGivenUp: boolean },
): ProviderError {
  if (error instanceof ProviderError) return error;
  const fail = (kind: ProviderErrorKind, message: string, status: number | null = null, headers?: Headers) =>
    new ProviderError(provider, kind, message, {
      status,
      retryAfterMs: headers ? retryAfter(headers) : null,
      cause: error,
    });
  if (ended.isGivenUp) return fail("cancelled", "The call was given up.");
  if (ended.isTimeUp || error instanceof APIConnectionTimeoutError) {
    return fail("timeout", "The model did not answer in time.");
  }
  if (error instanceof APIConnectionError) return fail("network", "The connection to the model failed.");
  if (error instanceof APIError && error.status !== undefined) {
    const { status, code, headers } = error;
    const kind = code === OUT_OF_CREDIT ? "payment_required" : kindOfStatus(status);
    return fail(kind, `The model's provider answered ${status}.`, status, headers);
  }
  // The client throws all else only once a good status has come.
  if (error instanceof z.ZodError) {
    return fail("format", "The model's answer is not of the form asked for.", 200);
  }
  return fail("bad_body", "The model's answer is cut off or not JSON.", 200);
}

function kindOfStatus(status: number): ProviderErrorKind {
  if (status === 400 || status === 422) return "bad_request";
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 402) return "payment_required";
  if (status === 404) return "not_found";
  if (status === 429) return "rate_limited";
  return "http";
}

/** Retry-After in seconds or as a date, in ms; null when absent or not understood. */
function retryAfter(headers: Headers): number | null {
  const value = headers.get("retry-after");
  if (!value) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}
