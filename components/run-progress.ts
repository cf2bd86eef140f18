import type { JobStatus } from "#lib/search-engine/job-status.types.ts";
import type { JobProgress } from "#lib/search-engine/types.ts";

/** One search of a run as it is now. */
export interface RunPart {
  jobId: string;
  /** The search whose failed units this one does again. */
  retryOf: string | null;
  status: JobStatus;
  progress: JobProgress;
}

/** Of several searches under way, the one that is furthest from waiting names the phase. */
const UNDER_WAY: readonly JobStatus[] = ["searching", "enriching", "dispatching", "pending"];

/** The phase of a run: that of its searches where they agree; of different ends, partly completed. */
export function runStatus(parts: readonly Pick<RunPart, "jobId" | "retryOf" | "status">[]): JobStatus {
  const statuses = new Set(standing(parts).map((part) => part.status));
  const underWay = UNDER_WAY.find((status) => statuses.has(status));
  if (underWay) return underWay;
  const [only = "completed"] = statuses;
  return statuses.size > 1 ? "partial" : only;
}

/** What searches did adds up, retries included. */
const DONE = [
  "keywordsCompleted",
  "creatorsFound",
  "creatorsEnriched",
  "creatorsUnavailable",
  "creatorsFiltered",
  "creatorsCopied",
  "emailsFound",
] as const;
/** A retry asks for nothing that the search before it did not ask for. */
const ASKED = ["keywordsDispatched", "targetResults"] as const;
/** What a retry has taken over is no failure of the search before it any more. */
const FAILED = ["keywordsFailed", "creatorsFailed", "creatorsSkipped"] as const;

/** The counts of all searches of a run together. The percent is the mean of those that nothing has followed. */
export function sumProgress(parts: readonly RunPart[]): JobProgress {
  const last = standing(parts);
  const asked = parts.filter(({ retryOf }) => retryOf === null);
  const sums = {
    ...sumOf(DONE, parts),
    ...sumOf(ASKED, asked),
    ...sumOf(FAILED, last),
  };
  const percent = last.reduce((sum, { progress }) => sum + progress.percent, 0);
  const [first] = last;
  return {
    ...sums,
    step: first?.progress.step ?? "",
    details: first?.progress.details ?? "",
    percent: last.length === 0 ? 0 : Math.floor(percent / last.length),
  };
}

function sumOf<Key extends keyof JobProgress>(
  keys: readonly Key[],
  parts: readonly RunPart[],
): Record<Key, number> {
  const sums = keys.map((key) => [key, parts.reduce((sum, { progress }) => sum + Number(progress[key]), 0)]);
  return Object.fromEntries(sums) as Record<Key, number>;
}

/** Those that no retry has taken over; one that was stopped gives back what it took. */
export function standing<Part extends Pick<RunPart, "jobId" | "retryOf" | "status">>(
  parts: readonly Part[],
): Part[] {
  const retried = new Set(parts.filter(({ status }) => status !== "cancelled").map(({ retryOf }) => retryOf));
  const isStoppedRetry = (part: Part) => part.retryOf !== null && part.status === "cancelled";
  return parts.filter((part) => !retried.has(part.jobId) && !isStoppedRetry(part));
}
