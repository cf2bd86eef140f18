import type { JobRow, TaskRow } from "#lib/search-engine/v2/core/rows.ts";
import type { ContentMatch, FoundCreator } from "#lib/search-engine/v2/core/types.ts";

const AT = new Date("2026-01-01T00:00:00Z");

/** A searching job of 20 creators, none of them found yet. */
export function jobRow(change: Partial<JobRow> = {}): JobRow {
  return {
    id: "job",
    accountId: "account",
    userId: "user",
    runId: "run",
    campaignId: null,
    retryOf: null,
    againOf: null,
    type: "search",
    platform: "tiktok",
    provider: "scrapecreators",
    status: "searching",
    request: {},
    requestHash: "",
    searchKey: null,
    idempotencyKey: null,
    targetResults: 20,
    keywordsDispatched: 1,
    keywordsCompleted: 0,
    keywordsFailed: 0,
    creatorsFound: 0,
    creatorsEnriched: 0,
    creatorsFailed: 0,
    creatorsUnavailable: 0,
    creatorsFiltered: 0,
    creatorsSkipped: 0,
    creatorsCopied: 0,
    emailsFound: 0,
    enrichmentStatus: "pending",
    expansionStatus: "none",
    openTasks: 1,
    finders: 1,
    parkedTasks: 0,
    virtualTime: 0,
    version: 1,
    percent: 0,
    reserved: 20,
    charged: 0,
    refunded: 0,
    cancelRequestedAt: null,
    deadlineAt: null,
    error: null,
    createdAt: AT,
    startedAt: AT,
    finishedAt: null,
    updatedAt: AT,
    ...change,
  };
}

/** A running search for one keyword, with a share of 10, that has bought no page yet. */
export function taskRow(change: Partial<TaskRow> = {}): TaskRow {
  return {
    id: "task",
    jobId: "job",
    accountId: "account",
    platform: "tiktok",
    provider: "scrapecreators",
    kind: "search",
    unitKey: "yoga",
    state: "running",
    sequence: 1,
    attempts: 1,
    leaseToken: "token",
    leaseUntil: AT,
    nextAt: AT,
    wakeSeq: 1,
    wokenUntil: null,
    virtualTime: 1,
    worker: null,
    keyword: "yoga",
    keywordSource: "user",
    keywordReason: null,
    payload: {},
    share: 10,
    taken: 0,
    found: 0,
    leftOut: 0,
    leftOutBy: {},
    cursor: null,
    seenCursors: [],
    exhausted: false,
    pages: 0,
    settles: 0,
    carry: [],
    cost: 0,
    error: null,
    errorCode: null,
    reason: null,
    createdAt: AT,
    startedAt: AT,
    finishedAt: null,
    ...change,
  };
}

export function match(contentId: string, caption: string | null = null): ContentMatch {
  return {
    contentId,
    url: null,
    caption,
    hashtags: [],
    views: null,
    likes: null,
    comments: null,
    shares: null,
    postedAt: null,
  };
}

/** A creator that a search found, by the posts given. */
export function found(
  platformId: string,
  matches: ContentMatch[] = [match(`${platformId}-post`)],
): FoundCreator {
  return {
    platformId,
    profile: {
      handle: platformId,
      displayName: null,
      profileUrl: `https://example.org/${platformId}`,
      avatarUrl: null,
      bio: null,
      links: [],
      followers: null,
      following: null,
      posts: null,
      likes: null,
      averageViews: null,
      engagementRate: null,
      postsSampled: null,
      verified: null,
      category: null,
      country: null,
      language: null,
      languageConfidence: null,
      lastPostAt: null,
    },
    matches,
  };
}

export const foundMany = (count: number, stem = "c"): FoundCreator[] =>
  Array.from({ length: count }, (_, at) => found(`${stem}${at}`));
