import type { ApiError } from "../api-client.ts";
import { search as searchWords } from "../messages/search.ts";

const BAD_REQUEST = 400;
const { about, entry } = searchWords.filters;

/** Whether it says what is wrong with a field, such as `filters.followers.min`. */
export function isFieldError(error: ApiError | null | undefined): error is ApiError & { field: string } {
  return error?.field != null && (error.status === BAD_REQUEST || error.status === 0);
}

/** What the API says about a field, or one of its bounds or entries; null for anything else. */
export function fieldError(error: ApiError | null, name: string): string | null {
  if (!isFieldError(error) || !error.field.startsWith(name)) return null;
  const part = error.field.slice(name.length);
  if (!/^(?:$|[.[])/.test(part)) return null;
  const text = problemOf(error);
  if (part === ".min") return about.min(text);
  if (part === ".max") return about.max(text);
  const index = entryOf(part);
  return index === null ? text.replace(/^./, (first) => first.toUpperCase()) : entry(index + 1, text);
}

/** As `fieldError`, naming the keyword that it is about. */
export function keywordsError(error: ApiError | null, keywords: readonly string[]): string | null {
  const text = fieldError(error, "keywords");
  if (text === null || !isFieldError(error)) return text;
  const keyword = keywords[entryOf(error.field.slice("keywords".length)) ?? -1];
  return keyword === undefined ? text : searchWords.keywords.entry(keyword, problemOf(error));
}

/** Whether it is about one of the filters. */
export function isFilterError(error: ApiError | null): boolean {
  return isFieldError(error) && /^filters\b/.test(error.field);
}

/** Without the path, which the field stands for. */
function problemOf({ message, field }: ApiError): string {
  return message.startsWith(`${field}: `) ? message.slice((field?.length ?? 0) + 2) : message;
}

function entryOf(part: string): number | null {
  const digits = /^\[(\d+)\]/.exec(part)?.[1];
  return digits === undefined ? null : Number(digits);
}
