import { messages } from "../messages/index.ts";

/** How a call went, in words. */
export function outcomeText(outcome: string): string {
  const known: Readonly<Record<string, string>> = messages.timeline.outcomes;
  return known[outcome] ?? outcome.replaceAll("_", " ");
}
