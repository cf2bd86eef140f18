import { distinctKeywords } from "./keyword.ts";
import type { ExpandedKeyword, ExpansionRequest, KeywordExpander } from "./keyword-expander.ts";
import { otherNumber } from "./keyword-number.ts";
import { usableKeywords } from "./keyword-usable.ts";

/** The source of what the rules gave. */
export const RULES = "rules";

const INTENTS = ["tips", "tutorial", "routine", "ideas", "for beginners", "review"];

/** Second words of hashtags that are often two words, and compounds that only look so. */
const SECOND_WORD =
  /^([a-z]{3,})(care|decor|prep|workout|recipes?|tips|tutorial|routine|ideas|hacks|makeup)$/;
const ONE_WORD = new Set(["medicare", "fingertips"]);

/** Variants by rule: other spellings of each keyword first, then common intents. Needs no model. */
export const expandByRules: KeywordExpander = async (request) => ({
  keywords: variantsByRule(request),
  source: RULES,
});

export function variantsByRule({
  keywords,
  keywordsMax,
}: Pick<ExpansionRequest, "keywords" | "keywordsMax">): ExpandedKeyword[] {
  const given = distinctKeywords(keywords);
  const candidates = [
    ...given.flatMap(spellings),
    ...INTENTS.flatMap((intent) => given.flatMap((keyword) => withIntent(keyword, intent))),
  ];
  return usableKeywords(candidates, given, keywordsMax);
}

function spellings(keyword: string): ExpandedKeyword[] {
  const variants: ExpandedKeyword[] = [];
  const bare = withoutHashes(keyword);
  if (bare !== keyword) variants.push({ keyword: bare, reason: `"${keyword}" without the hashtag sign` });
  const spaced = toSpaced(bare);
  if (spaced) variants.push({ keyword: spaced, reason: `"${keyword}" written as separate words` });
  const other = otherNumber(spaced ?? bare);
  if (other) variants.push({ keyword: other.keyword, reason: `"${keyword}" in the ${other.is}` });
  const joined = bare.replace(/[\s_-]+/gu, "");
  if (joined !== bare) variants.push({ keyword: joined, reason: `"${keyword}" written as a hashtag` });
  return variants;
}

function withIntent(keyword: string, intent: string): ExpandedKeyword[] {
  const bare = withoutHashes(keyword);
  const present = new Set(bare.split(" "));
  const isThere = intent
    .split(" ")
    .some((word) => present.has(word) || present.has(otherNumber(word)?.keyword ?? word));
  if (isThere) return [];
  return [{ keyword: `${bare} ${intent}`, reason: `"${keyword}" with what people look for: ${intent}` }];
}

function withoutHashes(keyword: string): string {
  return keyword.replace(/(^|\s)#+/gu, "$1").trim();
}

function toSpaced(bare: string): string | null {
  if (/[_-]/.test(bare)) return bare.replace(/[\s_-]+/gu, " ").trim();
  const match = ONE_WORD.has(bare) ? null : SECOND_WORD.exec(bare);
  return match ? `${match[1]} ${match[2]}` : null;
}
