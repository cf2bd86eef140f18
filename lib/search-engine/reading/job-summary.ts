import type { FilterReport, JobProgress, JobSummary, SearchFilters } from "../types.ts";
import { findAdapter, type JobRow, reportFilters } from "../v2/index.ts";
import type { JobRecord } from "./job-queries.ts";

export function toSummary(job: JobRecord, placeInLine: number | undefined): JobSummary {
  return {
    jobId: job.id,
    runId: job.runId,
    campaignId: job.campaignId,
    campaignName: job.campaignName,
    platform: job.platform,
    keywords: job.request.keywords ?? [],
    status: job.status,
    filters: filtersOf(job),
    enrichmentStatus: job.enrichmentStatus,
    progress: toProgress(job, placeInLine),
    allowance: { held: heldNow(job), charged: job.charged, refunded: job.refunded },
    cost: job.spent,
    userId: job.userId,
    userName: job.userName,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    error: job.error,
  };
}

/** What became of the filters that the job was made with. */
export function filtersOf(job: Pick<JobRow, "platform" | "request">): FilterReport {
  // Dispatch wrote the request, from a body that the schema had passed.
  const { filters } = job.request as { filters?: SearchFilters };
  return reportFilters(filters, findAdapter(job.platform)?.filters);
}

function heldNow(job: JobRecord): number {
  return job.finishedAt ? 0 : job.reserved - job.charged;
}

export function toProgress(
  job: Omit<JobRecord, "userName" | "campaignName" | "spent" | "request">,
  placeInLine: number | undefined,
): JobProgress {
  return {
    step: stepOf(job),
    details: detailsOf(job, placeInLine),
    keywordsDispatched: job.keywordsDispatched,
    keywordsCompleted: job.keywordsCompleted,
    keywordsFailed: job.keywordsFailed,
    creatorsFound: job.creatorsFound,
    creatorsEnriched: job.creatorsEnriched,
    creatorsFailed: job.creatorsFailed,
    creatorsUnavailable: job.creatorsUnavailable,
    creatorsFiltered: job.creatorsFiltered,
    creatorsSkipped: job.creatorsSkipped,
    emailsFound: job.emailsFound,
    targetResults: job.targetResults,
    percent: job.percent,
    ...(placeInLine === undefined ? {} : { placeInLine }),
  };
}

type Progressing = Pick<JobRecord, "status" | "cancelRequestedAt">;

function stepOf(job: Progressing): string {
  if (job.cancelRequestedAt && job.status !== "cancelled") return "stopping";
  switch (job.status) {
    case "pending":
      return "waiting";
    case "dispatching":
      return "starting";
    case "error":
      return "failed";
    default:
      return job.status;
  }
}

function detailsOf(
  job: Omit<JobRecord, "userName" | "campaignName" | "spent" | "request">,
  placeInLine: number | undefined,
): string {
  const found = `${job.creatorsFound} of ${job.targetResults} creators`;
  if (job.cancelRequestedAt && job.status !== "cancelled")
    return "Stopping: what is under way is being finished.";
  switch (job.status) {
    case "pending":
      return placeInLine === undefined
        ? "Waiting for a free slot."
        : `Waiting for a free slot: number ${placeInLine} in line.`;
    case "dispatching":
      return "Starting: the first keyword is about to be searched.";
    case "searching":
      return `Searching: ${found} found so far.`;
    case "enriching":
      return `Completing profiles: ${job.creatorsEnriched} of ${job.creatorsFound} have details.`;
    case "completed":
      return job.creatorsFound === 0 ? "Done: nothing matched." : `Done: ${found} found${fitting(job)}.`;
    case "partial":
      return `Done with gaps: ${found} found${fitting(job)}; ${gapsOf(job)}.`;
    case "error":
      return job.error === "deadline" ? "Failed: it took too long." : "Failed: no keyword could be searched.";
    case "cancelled":
      return `Stopped: ${found} kept; what was not used of the allowance came back.`;
    default:
      return job.status satisfies never;
  }
}

function fitting({
  creatorsFound,
  creatorsFiltered,
}: Pick<JobRecord, "creatorsFound" | "creatorsFiltered">): string {
  return creatorsFiltered > 0 ? `, ${creatorsFound - creatorsFiltered} of them fit the filters` : "";
}

function gapsOf(job: Pick<JobRecord, "keywordsFailed" | "creatorsFailed" | "creatorsSkipped">): string {
  const gaps: string[] = [];
  if (job.keywordsFailed > 0)
    gaps.push(`${job.keywordsFailed} ${job.keywordsFailed === 1 ? "keyword" : "keywords"} failed`);
  if (job.creatorsFailed > 0) gaps.push(`${job.creatorsFailed} without details`);
  if (job.creatorsSkipped > 0) gaps.push(`${job.creatorsSkipped} skipped`);
  return gaps.join(", ");
}
