import type { FilterName } from "#lib/search-engine/types.ts";
import type { RunRow } from "../run-rows.ts";
import type { RunPart } from "./use-parts.ts";

/** What the filters of a run took away. */
export interface FilterLosses {
  /** Results that were not saved at all. */
  leftOut: number;
  /** Creators that were saved, and turned out not to fit. */
  filtered: number;
  /** By filter, the one that took most first. Who fails several counts for each. */
  by: readonly { name: FilterName; count: number }[];
}

export function lossesOf(parts: readonly Pick<RunPart, "view">[], rows: readonly RunRow[]): FilterLosses {
  const counts = new Map<FilterName, number>();
  const add = (name: FilterName, count: number) => counts.set(name, (counts.get(name) ?? 0) + count);
  const keywords = parts.flatMap(({ view }) => view?.keywords ?? []);
  for (const { leftOutBy } of keywords) {
    for (const [name, count] of Object.entries(leftOutBy)) add(name as FilterName, count);
  }
  const filtered = rows.filter((row) => !row.matches);
  for (const name of filtered.flatMap((row) => row.filteredBy)) add(name, 1);
  return {
    leftOut: keywords.reduce((sum, keyword) => sum + keyword.leftOut, 0),
    filtered: filtered.length,
    by: [...counts].map(([name, count]) => ({ name, count })).sort((one, other) => other.count - one.count),
  };
}
