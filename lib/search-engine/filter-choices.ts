import type { FilterChoices, NamedCode } from "./filter-choices.types.ts";
import { countryCodes, languageCodes } from "./v2/core/codes.ts";
import { FILTER_NAMES } from "./v2/core/filters.ts";
import { getAdapter, platforms } from "./v2/index.ts";

const known = new Map<string, Pick<FilterChoices, "countries" | "languages">>();

/** The countries and languages that filters take, as `locale` names and sorts them, and what platforms do not support. */
export function filterChoices(locale: string): FilterChoices {
  const names = known.get(locale) ?? {
    countries: named(countryCodes(), "region", locale),
    languages: named(languageCodes(), "language", locale),
  };
  known.set(locale, names);
  return { ...names, notSupported: Object.fromEntries(platforms().map((name) => [name, unsupported(name)])) };
}

function unsupported(platform: string) {
  const { filters } = getAdapter(platform);
  return FILTER_NAMES.filter((name) => filters[name] === "unsupported");
}

function named(codes: readonly string[], type: "region" | "language", locale: string): NamedCode[] {
  const names = new Intl.DisplayNames(locale, { type });
  const { compare } = new Intl.Collator(locale);
  return codes
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((one, other) => compare(one.name, other.name));
}
