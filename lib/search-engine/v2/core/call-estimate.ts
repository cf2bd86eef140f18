import type { PlatformAdapter } from "../adapters/interface.ts";

/** Of what a page may bring, this much is taken to be new to the job: the rest repeats itself. */
const YIELD_SHARE = 2 / 3;

export interface CallBounds {
  expected: number;
  max: number;
}

type Limits = PlatformAdapter["limits"];

/** The most creators that the platform's page limits can supply for so many keywords. */
export function achievableResults({ limits }: Pick<PlatformAdapter, "limits">, keywordCount: number): number {
  return keywordCount * limits.pageSize * limits.pagesPerKeywordMax;
}

/**
 * Calls at the provider for a whole search, those aside that are made again because one failed.
 *
 * Searches at most: each keyword to its last page. Nothing less holds: a page may bring only creators that the
 * job has already, so no target ends the paging for sure. Expected: as many keywords as the target has
 * creators for, each with the pages that its share takes.
 *
 * Profiles at most: one a creator, as a creator is in the job once. Those known and those that usually come
 * whole with the search answer are not sure to be what is found, so they lower only what is expected, and as
 * they may be the same creators, only the larger of the two counts.
 */
export function estimateCalls(
  limits: Limits,
  search: {
    /** Distinct ones, and those that expansion adds at most. */
    keywordCount: number;
    targetResults: number;
    creatorsMax: number;
    knownCount: number;
    /** Filters ask for what only a profile call tells: no search answer is whole then. */
    needsProfiles: boolean;
  },
): { searches: CallBounds; profiles: CallBounds } {
  const { keywordCount, targetResults, creatorsMax, knownCount, needsProfiles } = search;
  const searchesMax = keywordCount * limits.pagesPerKeywordMax;
  const pageYield = Math.max(1, Math.round(limits.pageSize * YIELD_SHARE));
  const keywordsSearched = Math.min(keywordCount, targetResults);
  const pagesOfShare = Math.ceil(Math.ceil(targetResults / keywordCount) / pageYield);
  const pagesEach = Math.min(limits.pagesPerKeywordMax, pagesOfShare);
  const wholePages = needsProfiles ? 0 : Math.min(limits.wholeProfilePages ?? 0, pagesEach);
  const wholeCount = wholePages === pagesEach ? creatorsMax : keywordsSearched * wholePages * pageYield;
  return {
    searches: { expected: Math.min(searchesMax, keywordsSearched * pagesEach), max: searchesMax },
    profiles: { expected: Math.max(0, creatorsMax - Math.max(wholeCount, knownCount)), max: creatorsMax },
  };
}
