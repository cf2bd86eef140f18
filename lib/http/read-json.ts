import { AppError } from "#lib/errors.ts";
import { requireStorable } from "./storable.ts";

export const BODY_BYTES_MAX = 1_000_000;

/**
 * With `orNothing`, a request without a body is as one with an empty object.
 * @throws AppError `unsupported_media_type`, `payload_too_large`, `bad_request`
 */
export async function readJson(request: Request, { orNothing = false } = {}): Promise<unknown> {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const isJson = mediaType === "application/json";
  if (!isJson && !orNothing) throw notJson();
  const bytes = await readLimited(request);
  if (orNothing && bytes.length === 0) return {};
  if (!isJson) throw notJson();
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new AppError("bad_request", "The body is not valid JSON.");
  }
  requireStorable(body);
  return body;
}

/**
 * The body as it came, in bounds. Counts what arrives: a Content-Length may be missing or wrong.
 * @throws AppError `payload_too_large`
 */
export async function readLimited(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > BODY_BYTES_MAX) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > BODY_BYTES_MAX) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks, size);
}

function notJson(): AppError {
  return new AppError("unsupported_media_type", "Content-Type must be application/json.");
}

function tooLarge(): AppError {
  return new AppError("payload_too_large", `The body may have at most ${BODY_BYTES_MAX} bytes.`);
}
