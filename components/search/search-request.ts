import type { inferParserType } from "nuqs";
import type { EstimateBody } from "#lib/search-engine/estimate.types.ts";
import type { FilterName, SearchFilters } from "#lib/search-engine/types.ts";
import { FILTER_PARSERS, type queryParsers } from "./query-parsers.ts";

/** What is filled in. */
export type SearchQuery = inferParserType<ReturnType<typeof queryParsers>>;
export type FilterQuery = Pick<SearchQuery, FilterName>;

const NAMES = Object.keys(FILTER_PARSERS) as FilterName[];

/** The filters that are set, in the order of the form. */
export function filtersOf(query: FilterQuery): SearchFilters {
  const entries = NAMES.map((name) => [name, query[name]] as const);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );
}

export function filterNamesOf(filters: SearchFilters): FilterName[] {
  return NAMES.filter((name) => filters[name] !== undefined);
}

/** No filter set. */
export const NO_FILTERS = Object.fromEntries(NAMES.map((name) => [name, null])) as {
  [name in FilterName]: null;
};

/** What the form asks of each platform that is chosen, in the order of `platforms`; nothing is checked yet. */
export function toBodies(query: SearchQuery, platforms: readonly string[]): EstimateBody[] {
  const filters = filtersOf(query);
  const search = {
    keywords: query.keywords,
    targetResults: query.target,
    expand: query.expand,
    ...(query.campaign === null ? {} : { campaignId: query.campaign }),
    ...(filterNamesOf(filters).length === 0 ? {} : { filters }),
  };
  return platforms
    .filter((platform) => query.platforms.includes(platform))
    .map((platform) => ({ platform, ...search }));
}
