import { distinctKeywords } from "./keyword.ts";

export interface ExpandedKeyword {
  keyword: string;
  /** Why it was added, for people. */
  reason: string;
}

export interface Expansion {
  keywords: ExpandedKeyword[];
  /** Who thought of them: `rules`, or a model's name. */
  source: string;
}

/** Gives more keywords like the given ones, none of which it repeats. */
export type KeywordExpander = (request: {
  keywords: readonly string[];
  platform: string;
  keywordsMax: number;
  signal: AbortSignal;
}) => Promise<Expansion>;

const INTENTS = ["tips", "tutorial", "routine", "ideas", "for beginners"];

/** Variants by rule: other spellings of each keyword first, then common intents. Needs no model. */
export const expandByRules: KeywordExpander = async ({ keywords, keywordsMax }) => {
  const given = distinctKeywords(keywords);
  const candidates: ExpandedKeyword[] = [
    ...given.flatMap(spellings),
    ...INTENTS.flatMap((intent) =>
      given.map((keyword) => ({
        keyword: `${keyword} ${intent}`,
        reason: `"${keyword}" with what people look for: ${intent}`,
      })),
    ),
  ];
  const added = new Map<string, ExpandedKeyword>();
  for (const candidate of candidates) {
    if (given.includes(candidate.keyword) || added.has(candidate.keyword)) continue;
    added.set(candidate.keyword, candidate);
    if (added.size === keywordsMax) break;
  }
  return { keywords: [...added.values()], source: "rules" };
};

function spellings(keyword: string): ExpandedKeyword[] {
  const variants: ExpandedKeyword[] = [];
  const number = otherNumber(keyword);
  if (number) variants.push({ keyword: number, reason: `"${keyword}" in the other number` });
  if (keyword.includes(" ")) {
    variants.push({ keyword: keyword.replaceAll(" ", ""), reason: `"${keyword}" written as a hashtag` });
  }
  return variants;
}

/** Plural of a singular and the reverse, for the regular English cases only. */
function otherNumber(keyword: string): string | null {
  if (!/[a-z]{3}$/.test(keyword)) return null;
  if (/[^aeious]ies$/.test(keyword)) return keyword.replace(/ies$/, "y");
  if (/(ss|us|is|ing|ness|care|makeup)$/.test(keyword)) return null;
  if (/s$/.test(keyword)) return keyword.replace(/s$/, "");
  if (/[^aeiou]y$/.test(keyword)) return keyword.replace(/y$/, "ies");
  return /(x|ch|sh)$/.test(keyword) ? `${keyword}es` : `${keyword}s`;
}
