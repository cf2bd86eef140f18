import { AppError } from "#lib/errors.ts";

const HEADER = "Idempotency-Key";
const LENGTH_MAX = 200;

/** @throws AppError `bad_request` when it is not 1 to 200 visible ASCII characters */
export function idempotencyKey(request: Request): string | null {
  const key = request.headers.get(HEADER);
  if (key === null) return null;
  if (key.length > LENGTH_MAX || !/^[\x21-\x7e]+$/.test(key)) {
    throw new AppError("bad_request", `${HEADER}: must be 1 to ${LENGTH_MAX} visible ASCII characters.`, {
      field: HEADER,
    });
  }
  return key;
}
