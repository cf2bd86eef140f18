import { z } from "zod";
import { isCountryCode, isLanguageCode } from "./codes.ts";

/** What a search may ask of creators beside its keywords. All that is asked for must hold. */

const FILTER_LIST_MAX = 50;
const EXCLUDED_LENGTH_MAX = 100;
const LAST_POST_DAYS_MAX = 3_650;
const COUNT_MAX = 1_000_000_000_000;

/** A number within bounds that are part of it; one of them may be left open. */
export interface NumberRange {
  min?: number | undefined;
  max?: number | undefined;
}

function range(bound: z.ZodNumber) {
  return z.strictObject({ min: bound.optional(), max: bound.optional() }).superRefine((given, context) => {
    if (given.min === undefined && given.max === undefined) {
      context.addIssue({ code: "custom", message: "must have min, max or both" });
    } else if ((given.min ?? 0) > (given.max ?? Number.POSITIVE_INFINITY)) {
      context.addIssue({ code: "custom", message: "must not be more than max", path: ["min"] });
    }
  });
}

function list(item: z.ZodType<string>, what: string) {
  return z
    .array(item)
    .min(1, `must name at least one ${what}; leave it out to allow all`)
    .max(FILTER_LIST_MAX, `must have at most ${FILTER_LIST_MAX} entries`)
    .transform((items) => [...new Set(items)]);
}

const count = z.int().min(0).max(COUNT_MAX);
const FRACTION = "must be a fraction from 0 to 1 (0.05 is 5 %)";
const fraction = z.number().min(0, FRACTION).max(1, FRACTION);

const languageCode = z
  .string()
  .trim()
  .toLowerCase()
  .refine(isLanguageCode, "must be a language as two letters of ISO 639-1, such as de");

const countryCode = z
  .string()
  .trim()
  .toUpperCase()
  .refine(isCountryCode, "must be a country as two letters of ISO 3166-1, such as DE");

const excludedKeyword = z
  .string()
  .trim()
  .max(EXCLUDED_LENGTH_MAX)
  .refine((keyword) => /[\p{L}\p{N}\p{S}]/u.test(keyword), "must have a letter, a digit or a sign");

export const filtersSchema = z
  .strictObject({
    followers: range(count).optional(),
    engagementRate: range(fraction).optional(),
    averageViews: range(count).optional(),
    verified: z.boolean().optional(),
    hasEmail: z.boolean().optional(),
    language: list(languageCode, "language").optional(),
    country: list(countryCode, "country").optional(),
    lastPostWithinDays: z.int().min(1).max(LAST_POST_DAYS_MAX).optional(),
    excludeKeywords: list(excludedKeyword, "keyword").optional(),
  })
  .refine((filters) => Object.values(filters).some((value) => value !== undefined), {
    message: "must have at least one filter; leave it out to search without",
  });

export type SearchFilters = z.output<typeof filtersSchema>;
export type FilterName = keyof SearchFilters;

export const FILTER_NAMES = Object.keys(filtersSchema.shape) as readonly FilterName[];

/**
 * Where a platform tells what a filter asks about.
 * - `search: "value"`: what an item of a search answer carries holds. An item that fails is not saved at all.
 * - `search: "bound"`: what an item carries can show that a creator fits, never that it does not: only the posts
 *   that matched are in the answer, or one of several places where an e-mail may be.
 * - `profile`: the profile call tells what the search answer left open, so that it is worth the call.
 */
export type FilterSupport =
  | "unsupported"
  | { search: "value" | "bound"; profile: boolean }
  | { search: "none"; profile: true };

export type FilterDeclaration = Readonly<Record<FilterName, FilterSupport>>;

/** What became of the filters that a search asked for. */
export interface FilterReport {
  /** As asked for; null where none were. */
  wanted: SearchFilters | null;
  applied: FilterName[];
  /** Nothing that the platform tells would decide these, so they exclude nobody. */
  notSupported: FilterName[];
}

/** A platform that is no longer there declares nothing: it has applied what was asked for. */
export function reportFilters(
  wanted: SearchFilters | null | undefined,
  declaration: FilterDeclaration | undefined,
): FilterReport {
  const names = FILTER_NAMES.filter((name) => wanted?.[name] !== undefined);
  return {
    wanted: wanted ?? null,
    applied: names.filter((name) => declaration?.[name] !== "unsupported"),
    notSupported: names.filter((name) => declaration?.[name] === "unsupported"),
  };
}
