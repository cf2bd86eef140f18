import { createSerializer } from "nuqs";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { queryParsers, URL_KEYS } from "./query-parsers.ts";
import type { FilterQuery } from "./search-request.ts";

const serialize = createSerializer(queryParsers([]), { urlKeys: URL_KEYS });

/** The search form, filled in as these searches of one run were asked for. */
export function changeSearchHref(jobs: readonly JobSummary[]): string {
  const asked = jobs.filter(({ retryOf }) => retryOf === null);
  const [first] = asked;
  if (!first) return "/search";
  return serialize("/search", {
    // A filter that was not asked for has no key.
    ...(first.filters.wanted as Partial<FilterQuery> | null),
    keywords: [...new Set(asked.flatMap(({ keywords }) => keywords))],
    platforms: [...new Set(asked.map(({ platform }) => platform))],
    target: first.progress.targetResults,
    campaign: first.campaignId,
  });
}
