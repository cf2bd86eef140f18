import { counted } from "#components/format.ts";
import { fitCount } from "#components/progress-text.ts";
import { type RunPart, sumProgress } from "#components/run-progress.ts";
import { isTerminal } from "#lib/search-engine/types.ts";

/** `1/3 searches ended · 164/300 found · 120 detailed · 31 e-mails · 2 failed` over all searches of a run. */
export function runCountsLine(parts: readonly RunPart[]): string {
  const total = sumProgress(parts);
  return [
    `${parts.filter(({ status }) => isTerminal(status)).length}/${counted(parts.length, "search", "searches")} ended`,
    `${total.creatorsFound}/${total.targetResults} found`,
    `${total.creatorsEnriched} detailed`,
    counted(total.emailsFound, "e-mail"),
    `${total.creatorsFailed} failed`,
    ...(total.keywordsFailed > 0 ? [`${counted(total.keywordsFailed, "keyword")} failed`] : []),
    ...(total.creatorsFiltered > 0 ? [fitCount(total)] : []),
  ].join(" · ");
}
