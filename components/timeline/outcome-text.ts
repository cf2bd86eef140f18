import { timeline as timelineWords } from "../messages/timeline.ts";

/** How a call went, in words. */
export function outcomeText(outcome: string): string {
  const known: Readonly<Record<string, string>> = timelineWords.outcomes;
  return known[outcome] ?? outcome.replaceAll("_", " ");
}
