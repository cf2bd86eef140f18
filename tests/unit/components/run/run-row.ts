import type { RunRow } from "#components/run/run-rows.ts";
import type { CreatorRow } from "#lib/search-engine/types.ts";

/** A row as a status answer brings it, complete but for what is given. */
export function creatorRow(platformId: string, given: Partial<CreatorRow> = {}): CreatorRow {
  const { profile, ...rest } = given;
  return {
    platform: "tiktok",
    platformId,
    position: 1,
    state: "enriched",
    reason: null,
    emails: [],
    matches: true,
    filterReason: null,
    filteredBy: [],
    matchedOn: [],
    fromCache: false,
    foundAt: "2026-11-01T00:00:00.000Z",
    enrichedAt: "2026-11-01T00:00:01.000Z",
    ...rest,
    profile: {
      handle: platformId,
      displayName: null,
      profileUrl: `https://example.com/${platformId}`,
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
      ...profile,
    },
  };
}

export function runRow(platformId: string, given: Partial<CreatorRow> = {}): RunRow {
  const row = creatorRow(platformId, given);
  return { ...row, key: `${row.platform}:${platformId}`, jobId: "job" };
}
