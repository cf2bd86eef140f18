import type { JobStatus, JobSummary } from "#lib/search-engine/types.ts";
import { runStatus, sumProgress } from "../../run-progress.ts";

/** The jobs of one press of the button, as one line tells them. */
export interface RecentRun {
  runId: string;
  keywords: string[];
  platforms: string[];
  status: JobStatus;
  userName: string;
  createdAt: string;
  found: number;
  target: number;
  emails: number;
  filtered: number;
  failed: number;
  keywordsFailed: number;
}

/** Newest first, as the jobs are. */
export function groupRuns(jobs: readonly JobSummary[]): RecentRun[] {
  return [...Map.groupBy(jobs, ({ runId }) => runId).values()].map((run) => toRun(run.toReversed()));
}

/** In the order in which they were begun. */
function toRun(jobs: readonly JobSummary[]): RecentRun {
  const [first] = jobs;
  if (!first) throw new Error("A run has at least one job.");
  const progress = sumProgress(jobs);
  return {
    runId: first.runId,
    keywords: first.keywords,
    platforms: [...new Set(jobs.map(({ platform }) => platform))],
    status: runStatus(jobs),
    userName: first.userName,
    createdAt: first.createdAt,
    found: progress.creatorsFound,
    target: progress.targetResults,
    emails: progress.emailsFound,
    filtered: progress.creatorsFiltered,
    failed: progress.creatorsFailed,
    keywordsFailed: progress.keywordsFailed,
  };
}
