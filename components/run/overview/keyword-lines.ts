import type { KeywordStatus } from "#lib/search-engine/types.ts";
import type { RunPart } from "./use-parts.ts";

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

/** The keywords of all searches of a run. */
export function linesOf(
  parts: readonly RunPart[],
  names: Readonly<Record<string, string>>,
): readonly KeywordLine[] {
  const isSeveral = new Set(parts.map(({ job }) => job.platform)).size > 1;
  return parts.flatMap(({ job, view }) => {
    const about = { platformId: job.platform, platform: names[job.platform] ?? job.platform, isSeveral };
    const line = (keyword: string, known: KeywordStatus | null): KeywordLine => ({
      key: `${job.jobId}:${keyword}`,
      keyword,
      known,
      ...about,
    });
    if (view === null) return job.keywords.map((keyword) => line(keyword, null));
    return view.keywords.map((known) => line(known.keyword, known));
  });
}
