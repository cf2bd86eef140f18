import {
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  type UrlKeys,
} from "nuqs";
import type { NumberRange } from "#lib/search-engine/types.ts";

const BETWEEN = "..";
const TARGET_DEFAULT = 100;

/** `1000..50000`, `1000..` or `..50000`, as the terminal takes it. */
const parseAsRange = createParser<NumberRange>({
  parse(text) {
    const [min, max, ...rest] = text
      .split(BETWEEN)
      .map((bound) => (bound === "" ? undefined : Number(bound)));
    if (rest.length > 0 || !text.includes(BETWEEN) || [min, max].some(Number.isNaN)) return null;
    return rangeOf(min, max);
  },
  serialize: ({ min, max }) => `${min ?? ""}${BETWEEN}${max ?? ""}`,
  eq: (one, other) => one.min === other.min && one.max === other.max,
});

/** Null where neither bound is given. */
export function rangeOf(min: number | undefined, max: number | undefined): NumberRange | null {
  if (min === undefined && max === undefined) return null;
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

const parseAsList = parseAsArrayOf(parseAsString);

/** Null is a filter that is not set. */
export const FILTER_PARSERS = {
  followers: parseAsRange,
  engagementRate: parseAsRange,
  averageViews: parseAsRange,
  verified: parseAsBoolean,
  hasEmail: parseAsBoolean,
  language: parseAsList,
  country: parseAsList,
  lastPostWithinDays: parseAsInteger,
  excludeKeywords: parseAsList,
};

/** What the form holds, as the address holds it. Defaults are left out of the address. */
export function queryParsers(platformsDefault: string[]) {
  return {
    keywords: parseAsList.withDefault([]),
    platforms: parseAsList.withDefault(platformsDefault),
    target: parseAsInteger.withDefault(TARGET_DEFAULT),
    expand: parseAsBoolean.withDefault(false),
    campaign: parseAsString,
    ...FILTER_PARSERS,
  };
}

export const URL_KEYS = {
  keywords: "q",
  platforms: "on",
  engagementRate: "engagement",
  averageViews: "views",
  hasEmail: "email",
  lastPostWithinDays: "lastPost",
  excludeKeywords: "without",
} satisfies UrlKeys<ReturnType<typeof queryParsers>>;
