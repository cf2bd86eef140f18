import type { JobProgress } from "#lib/search-engine/types.ts";

const SUMMED = [
  "keywordsDispatched",
  "keywordsCompleted",
  "keywordsFailed",
  "creatorsFound",
  "creatorsEnriched",
  "creatorsFailed",
  "creatorsUnavailable",
  "creatorsFiltered",
  "creatorsSkipped",
  "creatorsCopied",
  "emailsFound",
  "targetResults",
] as const;

type Sums = Record<(typeof SUMMED)[number], number>;

/** The counts of all searches of a run together. The percent is their mean. */
export function sumProgress(parts: readonly JobProgress[]): JobProgress {
  const sums = Object.fromEntries(
    SUMMED.map((key) => [key, parts.reduce((sum, part) => sum + part[key], 0)]),
  ) as Sums;
  const percent = parts.reduce((sum, part) => sum + part.percent, 0);
  return {
    ...sums,
    step: parts[0]?.step ?? "",
    details: parts[0]?.details ?? "",
    percent: parts.length === 0 ? 0 : Math.floor(percent / parts.length),
  };
}
