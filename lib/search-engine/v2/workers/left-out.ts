import { failedBySearch, type JobFilters } from "../core/filter-judge.ts";
import type { FilterName } from "../core/filters.ts";
import type { FoundCreator } from "../core/types.ts";
import type { KnownCreator } from "./page-plan.ts";

/** Results of a keyword that were not saved; one that fails several filters counts for each of them. */
export interface LeftOut {
  count: number;
  by: Partial<Record<FilterName, number>>;
}

/** Parts from the others those whom the page itself shows not to fit; one that the job has already stays. */
export function sift(creators: FoundCreator[], known: KnownCreator[], filters: JobFilters | null) {
  const inJob = new Set(known.flatMap((row) => (row.isInJob ? row.platformId : [])));
  const wanted: FoundCreator[] = [];
  const leftOut: FilterName[][] = [];
  for (const creator of creators) {
    const failed = inJob.has(creator.platformId) ? [] : failedBySearch(filters, creator);
    if (failed.length === 0) wanted.push(creator);
    else leftOut.push(failed);
  }
  return { wanted, leftOut };
}

/** What the keyword has left out with that page. What waits in store has passed already, and is never counted again. */
export function addLeftOut(own: { leftOut: number; leftOutBy: unknown }, page: FilterName[][]): LeftOut {
  // Written from here alone.
  const by = { ...(own.leftOutBy as LeftOut["by"]) };
  for (const name of page.flat()) by[name] = (by[name] ?? 0) + 1;
  return { count: own.leftOut + page.length, by };
}
