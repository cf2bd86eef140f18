import { normaliseKeyword } from "./keyword.ts";
import type { ExpandedKeyword } from "./keyword-expander.ts";

/** As long as a keyword that people may give. */
const LENGTH_MAX = 100;
const REASON_LENGTH_MAX = 200;

/** The candidates that can be searched, normalised, each once and none of them given, `keywordsMax` at most. */
export function usableKeywords(
  candidates: Iterable<ExpandedKeyword>,
  given: readonly string[],
  keywordsMax: number,
): ExpandedKeyword[] {
  const known = new Set(given.map(normaliseKeyword));
  const usable: ExpandedKeyword[] = [];
  for (const candidate of candidates) {
    if (usable.length === keywordsMax) break;
    const keyword = normaliseKeyword(candidate.keyword);
    if (known.has(keyword) || !isSearchable(keyword)) continue;
    known.add(keyword);
    usable.push({ keyword, reason: plainText(candidate.reason) });
  }
  return usable;
}

/** Postgres stores neither NUL nor half a surrogate pair, and no search has a use for other controls. */
function isSearchable(keyword: string): boolean {
  return (
    keyword.length <= LENGTH_MAX &&
    keyword.isWellFormed() &&
    !/\p{Cc}/u.test(keyword) &&
    /[\p{L}\p{N}\p{So}]/u.test(keyword)
  );
}

/** One line of bounded length. */
export function plainText(text: string): string {
  const line = text.toWellFormed().replace(/[\p{Cc}\s]+/gu, " ");
  return [...line.trim()].slice(0, REASON_LENGTH_MAX).join("");
}
