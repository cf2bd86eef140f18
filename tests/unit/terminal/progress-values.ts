import type { JobProgress } from "#lib/search-engine/types.ts";

/** Of a search of a hundred that has just been begun. */
export const PROGRESS: JobProgress = {
  step: "waiting",
  details: "",
  keywordsDispatched: 1,
  keywordsCompleted: 0,
  keywordsFailed: 0,
  creatorsFound: 0,
  creatorsEnriched: 0,
  creatorsFailed: 0,
  creatorsUnavailable: 0,
  creatorsFiltered: 0,
  creatorsSkipped: 0,
  creatorsCopied: 0,
  emailsFound: 0,
  targetResults: 100,
  percent: 0,
};
