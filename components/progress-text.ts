import type { JobProgress, JobStatus } from "#lib/search-engine/types.ts";
import { counted } from "./format.ts";

const PHASES: Readonly<Record<JobStatus, string>> = {
  pending: "Waiting in line",
  dispatching: "Starting",
  searching: "Searching",
  enriching: "Fetching details",
  completed: "Completed",
  partial: "Partly completed",
  error: "Failed",
  cancelled: "Cancelled",
};

export function phaseName(status: JobStatus): string {
  return PHASES[status];
}

/** `2/2 keywords · 84 found · 40 detailed · 12 e-mails · 0 failed`, and the rarer counts where there are any. */
export function countsLine(progress: JobProgress): string {
  return [
    `${progress.keywordsCompleted}/${counted(progress.keywordsDispatched, "keyword")}`,
    `${progress.creatorsFound} found`,
    `${progress.creatorsEnriched} detailed`,
    counted(progress.emailsFound, "e-mail"),
    `${progress.creatorsFailed} failed`,
    ...(progress.keywordsFailed > 0 ? [`${counted(progress.keywordsFailed, "keyword")} failed`] : []),
    ...(progress.creatorsUnavailable > 0 ? [`${progress.creatorsUnavailable} unavailable`] : []),
    ...(progress.creatorsSkipped > 0 ? [`${progress.creatorsSkipped} skipped`] : []),
    ...(progress.creatorsFiltered > 0 ? [fitCount(progress)] : []),
  ].join(" · ");
}

/** `33 of 100 fit`. */
export function fitCount({
  creatorsFound,
  creatorsFiltered,
}: Pick<JobProgress, "creatorsFound" | "creatorsFiltered">): string {
  return `${creatorsFound - creatorsFiltered} of ${creatorsFound} fit`;
}
