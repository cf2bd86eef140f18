import type { EstimateBody } from "#lib/search-engine/estimate.types.ts";
import { readFilters } from "./filters/read-filters.ts";
import { splitKeywords } from "./split-keywords.ts";

/** What the form asks of each platform that is chosen; nothing is checked yet. */
export function readForm(form: HTMLFormElement): EstimateBody[] {
  const data = new FormData(form);
  const search = {
    keywords: splitKeywords(String(data.get("keywords"))),
    targetResults: Number(data.get("targetResults")),
    expand: data.get("expand") !== null,
    ...readFilters(data),
  };
  return data.getAll("platform").map((platform) => ({ platform: String(platform), ...search }));
}
