import type { ApiError } from "../../api-client.ts";

const PARTS: Readonly<Record<string, string>> = { ".min": "At least", ".max": "At most" };

/** Whether the API refused one of the filters. */
export function isFilterError(error: ApiError | null): boolean {
  return /^filters\b/.test(error?.field ?? "");
}

/** What the API says about one filter, or one of its bounds or entries; null for anything else. */
export function filterError(error: ApiError | null, name: string): string | null {
  const field = error?.field ?? "";
  const part = field.slice(name.length);
  if (error === null || !field.startsWith(name) || !/^(?:$|[.[])/.test(part)) return null;
  const text = error.message.startsWith(`${field}: `) ? error.message.slice(field.length + 2) : error.message;
  const entry = /^\[(\d+)\]$/.exec(part)?.[1];
  const about = entry === undefined ? PARTS[part] : `Entry ${Number(entry) + 1}`;
  return about === undefined ? text.replace(/^./, (first) => first.toUpperCase()) : `${about}: ${text}`;
}
