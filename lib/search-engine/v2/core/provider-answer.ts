import type { ProviderDefinition } from "./provider.ts";
import { ProviderError, type ProviderErrorKind } from "./provider-error.ts";

/** A page of the largest known answers stays far below. */
const BODY_BYTES_MAX = 20 * 1024 * 1024;

/**
 * The JSON body of a good answer.
 * @throws ProviderError for every other: an error is never an empty result.
 */
export async function readAnswer(provider: ProviderDefinition, response: Response): Promise<unknown> {
  const fail = (kind: ProviderErrorKind, message: string, retryAfterMs: number | null = null) =>
    new ProviderError(provider.name, kind, message, { status: response.status, retryAfterMs });
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    throw fail("http", "The provider answered with a redirect.");
  }
  const text = await readText(response, fail);
  const body = parse(text);
  const said = body === undefined ? null : provider.readError(body);
  if (!response.ok) {
    const kind = said?.kind === "not_found" ? "not_found" : kindOfStatus(response.status);
    throw fail(kind, said?.message ?? `The provider answered ${response.status}.`, retryAfter(response));
  }
  if (body === undefined) throw fail("bad_body", "The answer is cut off or not JSON.");
  if (said) throw fail(said.kind, said.message, retryAfter(response));
  return body;
}

function kindOfStatus(status: number): ProviderErrorKind {
  if (status === 400 || status === 422) return "bad_request";
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 402) return "payment_required";
  if (status === 404) return "not_found";
  if (status === 429) return "rate_limited";
  return "http";
}

async function readText(
  response: Response,
  fail: (kind: ProviderErrorKind, message: string) => ProviderError,
): Promise<string> {
  if (!response.body) return "";
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  try {
    for await (const chunk of response.body) {
      bytes += chunk.byteLength;
      if (bytes > BODY_BYTES_MAX) throw fail("bad_body", "The answer is too large.");
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    // A broken connection; a time limit or a cancelled call comes as a DOMException.
    if (error instanceof TypeError) throw fail("bad_body", "The answer is cut off or not JSON.");
    throw error;
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Retry-After in seconds or as a date, in ms; null when absent or not understood. */
function retryAfter(response: Response): number | null {
  const value = response.headers.get("retry-after");
  if (!value) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}
