import type { JobSummary, KeywordStatus } from "#lib/search-engine/types.ts";

/** What of a search is told keyword by keyword. */
interface Searched {
  job: Pick<JobSummary, "jobId" | "retryOf" | "platform" | "keywords">;
  /** Null until the first answer. */
  view: { keywords: readonly KeywordStatus[] } | null;
}

export interface KeywordLine {
  key: string;
  keyword: string;
  /** Null until the first answer. */
  known: KeywordStatus | null;
  platformId: string;
  platform: string;
  /** Whether the run searches several platforms, so that the name says something. */
  isSeveral: boolean;
}

/** The keywords of all searches of a run; one that a retry searched again is one line, with what both brought. */
export function linesOf(
  parts: readonly Searched[],
  names: Readonly<Record<string, string>>,
): readonly KeywordLine[] {
  const isSeveral = new Set(parts.map(({ job }) => job.platform)).size > 1;
  const retried = new Map(parts.map(({ job }) => [job.jobId, job.retryOf]));
  const lines = new Map<string, KeywordLine>();
  for (const { job, view } of parts) {
    const first = firstOf(job.jobId, retried);
    const statuses = view === null ? null : new Map(view.keywords.map((known) => [known.keyword, known]));
    for (const keyword of statuses?.keys() ?? job.keywords) {
      const key = `${first}:${keyword}`;
      const before = lines.get(key)?.known ?? null;
      const known = statuses?.get(keyword) ?? null;
      lines.set(key, {
        key,
        keyword,
        known: before && known ? together(before, known) : (known ?? before),
        platformId: job.platform,
        platform: names[job.platform] ?? job.platform,
        isSeveral,
      });
    }
  }
  return [...lines.values()];
}

/** The search whose failures a search does again in the end, or the search itself. */
function firstOf(jobId: string, retried: ReadonlyMap<string, string | null>): string {
  const before = retried.get(jobId);
  return before ? firstOf(before, retried) : jobId;
}

/** In the state of the retry, unless that was stopped before it came to it. */
function together(before: KeywordStatus, again: KeywordStatus): KeywordStatus {
  return {
    ...(again.status === "cancelled" ? before : again),
    found: before.found + again.found,
    unique: before.unique + again.unique,
    cost: before.cost + again.cost,
  };
}
