import type { NumberRange, SearchFilters } from "#lib/search-engine/types.ts";
import { splitKeywords } from "../split-keywords.ts";

const PERCENT = 100;
/** Enough decimals for a hundredth of a percent, and none that binary fractions add. */
const FRACTION_DIGITS = 6;

/**
 * The filters of the form, ready to be spread into a request: nothing where all fields are empty. What is no
 * number is sent as it is not one, so that the API can say so at its field.
 */
export function readFilters(form: FormData): { filters?: SearchFilters } {
  const filters = Object.fromEntries(
    Object.entries({
      followers: readRange(form, "followers"),
      engagementRate: readRange(form, "engagementRate", asFraction),
      averageViews: readRange(form, "averageViews"),
      verified: readChoice(form, "verified"),
      hasEmail: readChoice(form, "hasEmail"),
      language: readList(form, "language"),
      country: readList(form, "country"),
      lastPostWithinDays: readNumber(form, "lastPostWithinDays"),
      excludeKeywords: readList(form, "excludeKeywords"),
    } satisfies SearchFilters).filter(([, value]) => value !== undefined),
  );
  return Object.keys(filters).length > 0 ? { filters } : {};
}

function textOf(form: FormData, name: string): string {
  return String(form.get(`filters.${name}`) ?? "").trim();
}

function readNumber(form: FormData, name: string): number | undefined {
  const text = textOf(form, name);
  return text === "" ? undefined : Number(text);
}

function readRange(
  form: FormData,
  name: string,
  convert = (value: number) => value,
): NumberRange | undefined {
  const [min, max] = [readNumber(form, `${name}.min`), readNumber(form, `${name}.max`)];
  if (min === undefined && max === undefined) return undefined;
  return {
    ...(min === undefined ? {} : { min: convert(min) }),
    ...(max === undefined ? {} : { max: convert(max) }),
  };
}

function asFraction(percent: number): number {
  return Number((percent / PERCENT).toFixed(FRACTION_DIGITS));
}

function readChoice(form: FormData, name: string): boolean | undefined {
  const text = textOf(form, name);
  return text === "" ? undefined : text === "yes";
}

function readList(form: FormData, name: string): string[] | undefined {
  const items = splitKeywords(textOf(form, name));
  return items.length > 0 ? items : undefined;
}
