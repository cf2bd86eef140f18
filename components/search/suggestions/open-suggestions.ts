import type { SuggestAnswer } from "#lib/search-engine/types.ts";
import { hasKeyword } from "../keyword-list.ts";

/** Those that are neither in the search nor dismissed. */
export function openSuggestions(
  answer: SuggestAnswer,
  keywords: readonly string[],
  dismissed: readonly string[],
): SuggestAnswer["keywords"] {
  return answer.keywords.filter(
    ({ keyword }) => !hasKeyword(keywords, keyword) && !hasKeyword(dismissed, keyword),
  );
}
