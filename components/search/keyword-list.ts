import { splitKeywords } from "./split-keywords.ts";

/** In the form in which a search compares keywords: NFKC, single spaces, lower case. */
function foldKeyword(keyword: string): string {
  return keyword.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();
}

/** Whether it says the same as one that is there, whatever the case and the width of its letters. */
export function hasKeyword(keywords: readonly string[], keyword: string): boolean {
  const folded = foldKeyword(keyword);
  return keywords.some((known) => foldKeyword(known) === folded);
}

/**
 * Keywords as typed or pasted, each once, as it was first written. `leftOut` are those beyond `max`.
 */
export function toKeywordList(
  entries: readonly string[],
  max: number,
): { keywords: string[]; leftOut: number } {
  const distinct = new Map<string, string>();
  for (const keyword of entries.flatMap(splitKeywords)) {
    const folded = foldKeyword(keyword);
    if (folded !== "" && !distinct.has(folded)) distinct.set(folded, keyword);
  }
  const all = [...distinct.values()];
  return { keywords: all.slice(0, max), leftOut: Math.max(0, all.length - max) };
}
