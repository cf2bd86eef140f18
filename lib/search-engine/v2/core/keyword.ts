/** The form in which keywords are compared and searched: NFKC, case-folded, single spaces. */
export function normaliseKeyword(keyword: string): string {
  return keyword.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();
}

/** Distinct keywords in the order given. */
export function distinctKeywords(keywords: readonly string[]): string[] {
  return [...new Set(keywords.map(normaliseKeyword))].filter((keyword) => keyword !== "");
}
