import { AppError } from "#lib/errors.ts";

/** No request of ours nests deeper than four. */
const DEPTH_MAX = 32;

/**
 * Refuses text that Postgres has no place for: a NUL character, or half of a surrogate pair.
 * @throws AppError `bad_request` that names the field by its path: `keywords[2]`
 */
export function requireStorable(value: unknown, field = "", depth = 0): void {
  if (depth > DEPTH_MAX) throw new AppError("bad_request", "The body is nested too deeply.");
  if (typeof value === "string") requireStorableText(value, field);
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) requireStorable(item, `${field}[${index}]`, depth + 1);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const path = field === "" ? key : `${field}.${key}`;
    requireStorableText(key, path);
    requireStorable(item, path, depth + 1);
  }
}

function requireStorableText(text: string, field: string): void {
  const fault = faultOf(text);
  if (fault === null) return;
  const message = `${field === "" ? "The body" : field.toWellFormed()}: contains ${fault}.`;
  throw new AppError("bad_request", message, field === "" ? {} : { field: field.toWellFormed() });
}

function faultOf(text: string): string | null {
  if (text.includes("\0")) return "a NUL character";
  return text.isWellFormed() ? null : "half of a character (a lone surrogate)";
}
