import type { FilterReport, JobProgress, JobSummary, RetryScope, SearchFilters } from "../types.ts";
import { findAdapter, type JobRow, reportFilters, rowCount } from "../v2/index.ts";
import type { JobRecord } from "./job-queries.ts";
import { toKinship } from "./kinship.ts";

export function toSummary(
  job: JobRecord,
  { placeInLine, canRetry }: { placeInLine: number | undefined; canRetry: RetryScope | undefined },
): JobSummary {
  return {
    ...toKinship(job, canRetry),
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
    creatorsCopied: job.creatorsCopied,
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
      return `Starting: the first ${job.targetResults === 0 ? "profile is about to be fetched" : "keyword is about to be searched"}.`;
    case "searching":
      return job.targetResults === 0 ? completing(job) : `Searching: ${found} found so far.`;
    case "enriching":
      return completing(job);
    case "completed":
      return rowCount(job) === 0 ? "Done: nothing matched." : `Done: ${outcomeOf(job)}${fitting(job)}.`;
    case "partial":
      return `Done with gaps: ${outcomeOf(job)}${fitting(job)}; ${gapsOf(job)}.`;
    case "error":
      return job.error === "deadline" ? "Failed: it took too long." : "Failed: no keyword could be searched.";
    case "cancelled":
      return `Stopped: ${job.targetResults === 0 ? retried(job) : `${found} kept`}; what was not used of the allowance came back.`;
    default:
      return job.status satisfies never;
  }
}

type Counted = Pick<
  JobRecord,
  "creatorsFound" | "creatorsCopied" | "creatorsEnriched" | "creatorsFiltered" | "targetResults"
>;

function completing(job: Counted): string {
  return `Completing profiles: ${job.creatorsEnriched} of ${rowCount(job)} have details.`;
}

/** What a job brought; of a retry also what became of the creators that it took over. */
function outcomeOf(job: Counted): string {
  const found = `${job.creatorsFound} of ${job.targetResults} creators found`;
  if (job.creatorsCopied === 0) return found;
  return job.targetResults === 0 ? retried(job) : `${found}, and ${retried(job)}`;
}

function retried({ creatorsCopied }: Pick<JobRecord, "creatorsCopied">): string {
  return `${creatorsCopied} ${creatorsCopied === 1 ? "profile" : "profiles"} tried again`;
}

function fitting(job: Counted): string {
  const { creatorsFiltered } = job;
  return creatorsFiltered > 0 ? `, ${rowCount(job) - creatorsFiltered} of them fit the filters` : "";
}

function gapsOf(job: Pick<JobRecord, "keywordsFailed" | "creatorsFailed" | "creatorsSkipped">): string {
  const gaps: string[] = [];
  if (job.keywordsFailed > 0)
    gaps.push(`${job.keywordsFailed} ${job.keywordsFailed === 1 ? "keyword" : "keywords"} failed`);
  if (job.creatorsFailed > 0) gaps.push(`${job.creatorsFailed} without details`);
  if (job.creatorsSkipped > 0) gaps.push(`${job.creatorsSkipped} skipped`);
  return gaps.join(", ");
}
