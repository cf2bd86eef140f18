import type { TaskEntry } from "#lib/search-engine/timeline.types.ts";
import { timeline as timelineWords } from "../messages/timeline.ts";

const { tasks: words } = timelineWords;

/** What a task does, in words. */
export function taskName(
  { kind, keyword, creatorCount }: Pick<TaskEntry, "kind" | "keyword" | "creatorCount">,
  exact: (value: number) => string,
): string {
  switch (kind) {
    case "search":
      return words.search(keyword ?? "");
    case "enrich":
      return words.enrich(exact(creatorCount ?? 0));
    default:
      return words[kind];
  }
}
