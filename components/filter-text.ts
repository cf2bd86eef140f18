import type { FilterName, FilterReport, NumberRange, SearchFilters } from "#lib/search-engine/types.ts";
import { counted, exactNumber, percentText } from "./format.ts";

/** Filters in words for people. */

/** How a filter's values are written. */
export interface FilterValues {
  exact: (value: number) => string;
  percent: (fraction: number) => string;
  nameOf: (filter: "language" | "country", code: string) => string;
}

const PLAIN: FilterValues = { exact: exactNumber, percent: percentText, nameOf: (_, code) => code };

export const FILTER_LABELS: Readonly<Record<FilterName, string>> = {
  followers: "followers",
  engagementRate: "engagement rate",
  averageViews: "average views",
  verified: "verified",
  hasEmail: "e-mail",
  language: "language",
  country: "country",
  lastPostWithinDays: "last post",
  excludeKeywords: "excluded keywords",
};

/** `followers 1,000 to 50,000`, `language de or en`, …: those that are applied. */
export function appliedText({ wanted, applied }: FilterReport): string {
  return wanted === null ? "" : applied.map((name) => filterText(name, wanted)).join(", ");
}

/** `verified, country`, or nothing. */
export function notSupportedText({ notSupported }: FilterReport): string {
  return notSupported.map((name) => FILTER_LABELS[name]).join(", ");
}

/** One filter: `followers 1,000 to 50,000`. */
export function filterText(name: FilterName, wanted: SearchFilters, values: FilterValues = PLAIN): string {
  switch (name) {
    case "followers":
    case "averageViews":
      return `${FILTER_LABELS[name]} ${rangeText(wanted[name], values.exact)}`;
    case "engagementRate":
      return `${FILTER_LABELS[name]} ${rangeText(wanted[name], values.percent)}`;
    case "verified":
      return wanted.verified ? "verified" : "not verified";
    case "hasEmail":
      return wanted.hasEmail ? "with an e-mail" : "without an e-mail";
    case "language":
    case "country":
      return `${FILTER_LABELS[name]} ${(wanted[name] ?? []).map((code) => values.nameOf(name, code)).join(" or ")}`;
    case "lastPostWithinDays":
      return `last post within ${counted(wanted.lastPostWithinDays ?? 0, "day")}`;
    case "excludeKeywords":
      return `without ${(wanted.excludeKeywords ?? []).map((keyword) => `"${keyword}"`).join(" or ")}`;
    default:
      return name satisfies never;
  }
}

function rangeText({ min, max }: NumberRange = {}, text: (value: number) => string): string {
  if (min === undefined) return `at most ${text(max ?? 0)}`;
  return max === undefined ? `at least ${text(min)}` : `${text(min)} to ${text(max)}`;
}
