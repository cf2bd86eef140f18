import type { KeywordStatus } from "#lib/search-engine/types.ts";
import type { RunPart } from "./use-parts.ts";

export interface KeywordLine {
  key: string;
  keyword: KeywordStatus;
  platformId: string;
  platform: string;
  /** Whether the run searches several platforms, so that the name says something. */
  isSeveral: boolean;
}

/** The keywords of all searches of a run. */
export function linesOf(
  parts: readonly RunPart[],
  names: Readonly<Record<string, string>>,
): readonly KeywordLine[] {
  const isSeveral = new Set(parts.map(({ job }) => job.platform)).size > 1;
  return parts.flatMap(({ job, view }) =>
    (view?.keywords ?? []).map((keyword) => ({
      key: `${job.jobId}:${keyword.keyword}`,
      keyword,
      platformId: job.platform,
      platform: names[job.platform] ?? job.platform,
      isSeveral,
    })),
  );
}
