import type { KeywordStatus } from "#lib/search-engine/types.ts";

const STATES: Readonly<Record<KeywordStatus["status"], string>> = {
  waiting: "waiting",
  running: "searching",
  parked: "held back until needed",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
};

export function KeywordList({ keywords }: { keywords: KeywordStatus[] }) {
  if (keywords.length === 0) return null;
  return (
    <ul className="keywords" aria-label="Keywords">
      {keywords.map((keyword) => (
        <li key={keyword.keyword} data-state={keyword.status}>
          <strong>{keyword.keyword}</strong>{" "}
          <span>
            {STATES[keyword.status]} · {keyword.found} found, {keyword.unique} new
          </span>
          {keyword.source === "expansion" && (
            <span className="quiet"> · added{keyword.reason && `: ${keyword.reason}`}</span>
          )}
          {keyword.error && <span className="error"> · {keyword.error}</span>}
        </li>
      ))}
    </ul>
  );
}
