/**
 * The time that a search would take if only the provider's calls took any. Computed from the provider's fixed
 * latencies, its page size and how many calls may be under way at once; nothing of it is measured.
 */

export interface Provider {
  searchMs: number;
  profileMs: number;
  pageSize: number;
  parallelMax: number;
}

/** A search in which no keyword runs dry and no two keywords lead to the same creator. */
export interface Search {
  keywordCount: number;
  targetResults: number;
}

export interface Ideal {
  searchCalls: number;
  profileCalls: number;
  /** All calls, one after the other. */
  callMs: number;
  /** The longest chain: the pages of a keyword, then a profile of the last one. */
  criticalPathMs: number;
  /** No schedule is shorter: max(critical path, call time / calls at once). */
  boundMs: number;
  /** Of a list schedule: whenever a place is free, the call that was ready first takes it. */
  listScheduleMs: number;
}

/** Creators that each page of a keyword delivers: full pages up to the keyword's share. */
export function pagesOf({ keywordCount, targetResults }: Search, { pageSize }: Provider): number[] {
  if (targetResults % keywordCount !== 0) throw new Error("the target must divide evenly among the keywords");
  const share = targetResults / keywordCount;
  return Array.from({ length: Math.ceil(share / pageSize) }, (_, page) =>
    Math.min(pageSize, share - page * pageSize),
  );
}

/** Several searches that begin together. */
export function idealOf(searches: readonly Search[], provider: Provider): Ideal {
  const keywords = searches.flatMap((search) =>
    Array.from({ length: search.keywordCount }, () => pagesOf(search, provider)),
  );
  const searchCalls = keywords.reduce((calls, pages) => calls + pages.length, 0);
  const profileCalls = searches.reduce((calls, { targetResults }) => calls + targetResults, 0);
  const callMs = searchCalls * provider.searchMs + profileCalls * provider.profileMs;
  const longest = Math.max(...keywords.map((pages) => pages.length));
  const criticalPathMs = longest * provider.searchMs + provider.profileMs;
  return {
    searchCalls,
    profileCalls,
    callMs,
    criticalPathMs,
    boundMs: Math.max(criticalPathMs, callMs / provider.parallelMax),
    listScheduleMs: listSchedule(keywords, provider),
  };
}

interface Call {
  readyAtMs: number;
  /** Pages of the keyword that are still to come, this one first; null for a profile. */
  pages: readonly number[] | null;
}

/** Follows the calls of all keywords through the provider's places. Answers when the last one ends. */
function listSchedule(keywords: readonly (readonly number[])[], provider: Provider): number {
  const freeAtMs = new Array<number>(provider.parallelMax).fill(0);
  const ready: Call[] = keywords.map((pages) => ({ readyAtMs: 0, pages }));
  let endMs = 0;
  for (let call = ready.shift(); call; call = ready.shift()) {
    const place = freeAtMs.indexOf(Math.min(...freeAtMs));
    const startMs = Math.max(freeAtMs[place] ?? 0, call.readyAtMs);
    const callEndMs = startMs + (call.pages ? provider.searchMs : provider.profileMs);
    freeAtMs[place] = callEndMs;
    endMs = Math.max(endMs, callEndMs);
    if (!call.pages) continue;
    const [delivered = 0, ...later] = call.pages;
    if (later.length > 0) insertByTime(ready, { readyAtMs: callEndMs, pages: later });
    for (let profile = 0; profile < delivered; profile += 1) {
      insertByTime(ready, { readyAtMs: callEndMs, pages: null });
    }
  }
  return endMs;
}

/** Behind all that are ready no later. */
function insertByTime(calls: Call[], call: Call): void {
  let from = 0;
  let to = calls.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((calls[middle]?.readyAtMs ?? 0) <= call.readyAtMs) from = middle + 1;
    else to = middle;
  }
  calls.splice(from, 0, call);
}
