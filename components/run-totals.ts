import { isTerminal, type JobStatus } from "#lib/search-engine/job-status.types.ts";
import type { JobProgress } from "#lib/search-engine/types.ts";
import { counted } from "./format.ts";
import { fitCount } from "./progress-text.ts";

/** One search of a run as it is now. */
export interface RunPart {
  platform: string;
  status: JobStatus;
  progress: JobProgress;
}

/** Of several searches under way, the one that is furthest from waiting names the phase. */
const UNDER_WAY: readonly JobStatus[] = ["searching", "enriching", "dispatching", "pending"];

/** The phase of a run: that of its searches where they agree; of different ends, partly completed. */
export function runStatus(parts: readonly Pick<RunPart, "status">[]): JobStatus {
  const statuses = new Set(parts.map((part) => part.status));
  const underWay = UNDER_WAY.find((status) => statuses.has(status));
  if (underWay) return underWay;
  const [only = "completed"] = statuses;
  return statuses.size > 1 ? "partial" : only;
}

/** `1/3 searches ended · 164/300 found · 120 detailed · 31 e-mails · 2 failed` over all searches of a run. */
export function runCountsLine(parts: readonly RunPart[]): string {
  const total = (read: (progress: JobProgress) => number) =>
    parts.reduce((sum, { progress }) => sum + read(progress), 0);
  const failedKeywords = total((progress) => progress.keywordsFailed);
  const creatorsFound = total((progress) => progress.creatorsFound);
  const creatorsFiltered = total((progress) => progress.creatorsFiltered);
  return [
    `${parts.filter(({ status }) => isTerminal(status)).length}/${counted(parts.length, "search", "searches")} ended`,
    `${creatorsFound}/${total((progress) => progress.targetResults)} found`,
    `${total((progress) => progress.creatorsEnriched)} detailed`,
    counted(
      total((progress) => progress.emailsFound),
      "e-mail",
    ),
    `${total((progress) => progress.creatorsFailed)} failed`,
    ...(failedKeywords > 0 ? [`${counted(failedKeywords, "keyword")} failed`] : []),
    ...(creatorsFiltered > 0 ? [fitCount({ creatorsFound, creatorsFiltered })] : []),
  ].join(" · ");
}

/** 0 to 100: the mean of the searches. */
export function runPercent(parts: readonly RunPart[]): number {
  const sum = parts.reduce((percent, { progress }) => percent + progress.percent, 0);
  return parts.length === 0 ? 0 : Math.floor(sum / parts.length);
}
