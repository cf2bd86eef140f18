import { describe, expect, it } from "vitest";
import { findAdapter, platforms } from "#lib/search-engine/v2/adapters/registry.ts";
import {
  failedBySearch,
  fieldsNeeded,
  type JobFilters,
  judge,
  NOT_JUDGED,
  withoutDetailsIfOpen,
} from "#lib/search-engine/v2/core/filter-judge.ts";
import {
  FILTER_NAMES,
  type FilterDeclaration,
  reportFilters,
  type SearchFilters,
} from "#lib/search-engine/v2/core/filters.ts";
import type { CreatorProfile, Email } from "#lib/search-engine/v2/core/types.ts";
import { found, match } from "./rows.ts";

const AS_OF = new Date("2026-03-31T12:00:00Z");
const EMAIL: Email = { address: "mia@example.com", source: "bio", original: "mia@example.com" };

function filtersOf(wanted: SearchFilters, platform = "tiktok"): JobFilters {
  return { wanted, declaration: declarationOf(platform), asOf: AS_OF };
}

function declarationOf(platform: string): FilterDeclaration {
  const adapter = findAdapter(platform);
  if (!adapter) throw new Error(`no ${platform}`);
  return adapter.filters;
}

function creator(profile: Partial<CreatorProfile> = {}, emails?: Email[], posts = [match("1")]) {
  const plain = found("mia", posts);
  return {
    ...plain,
    posts,
    profile: { ...plain.profile, ...profile },
    ...(emails === undefined ? {} : { emails }),
  };
}

function reasonOf(
  wanted: SearchFilters,
  profile: Partial<CreatorProfile>,
  emails: Email[] = [],
  posts = [match("1")],
) {
  return judge(filtersOf(wanted), { profile: creator(profile).profile, emails, posts }).filterReason;
}

describe("judge", () => {
  it.each<{ wanted: SearchFilters; profile: Partial<CreatorProfile>; reason: string | null }>([
    { wanted: { followers: { min: 1_000 } }, profile: { followers: 1_000 }, reason: null },
    {
      wanted: { followers: { min: 1_000 } },
      profile: { followers: 812 },
      reason: "followers: 812, at least 1,000 wanted",
    },
    {
      wanted: { followers: { max: 50_000 } },
      profile: { followers: 50_001 },
      reason: "followers: 50,001, at most 50,000 wanted",
    },
    { wanted: { followers: { min: 0 } }, profile: { followers: 0 }, reason: null },
    { wanted: { followers: { min: 0 } }, profile: {}, reason: "followers not known" },
    {
      wanted: { engagementRate: { min: 0.02 } },
      profile: { engagementRate: 0.0123 },
      reason: "engagement rate: 1.23 %, at least 2 % wanted",
    },
    { wanted: { engagementRate: { min: 0.02 } }, profile: {}, reason: "engagement rate not known" },
    {
      wanted: { averageViews: { min: 10, max: 20 } },
      profile: { averageViews: 21 },
      reason: "average views: 21, at most 20 wanted",
    },
    { wanted: { averageViews: { min: 10 } }, profile: {}, reason: "average views not known" },
    { wanted: { verified: true }, profile: { verified: true }, reason: null },
    { wanted: { verified: true }, profile: { verified: false }, reason: "not verified" },
    { wanted: { verified: false }, profile: { verified: true }, reason: "is verified" },
    { wanted: { verified: false }, profile: {}, reason: "verification not known" },
    { wanted: { language: ["de", "en"] }, profile: { language: "en" }, reason: null },
    {
      wanted: { language: ["de", "en"] },
      profile: { language: "fr" },
      reason: "language: fr, de or en wanted",
    },
    { wanted: { language: ["de"] }, profile: {}, reason: "language not known" },
    { wanted: { country: ["DE"] }, profile: { country: "AT" }, reason: "country: AT, DE wanted" },
    { wanted: { country: ["DE"] }, profile: {}, reason: "country not known" },
    {
      wanted: { lastPostWithinDays: 30 },
      profile: { lastPostAt: "2026-03-01T12:00:00.000Z" },
      reason: null,
    },
    {
      wanted: { lastPostWithinDays: 30 },
      profile: { lastPostAt: "2026-03-01T11:59:59.000Z" },
      reason: "newest post seen: 2026-03-01, within 30 days wanted",
    },
    { wanted: { lastPostWithinDays: 30 }, profile: {}, reason: "last post not known" },
    {
      wanted: { excludeKeywords: ["casino"] },
      profile: { bio: "Casino nights" },
      reason: 'contains the excluded keyword "casino"',
    },
    { wanted: { excludeKeywords: ["casino"] }, profile: {}, reason: null },
    {
      wanted: { followers: { min: 10 }, country: ["DE"] },
      profile: { followers: 9 },
      reason: "followers: 9, at least 10 wanted; country not known",
    },
  ])("$wanted of $profile: $reason", ({ wanted, profile, reason }) => {
    expect(reasonOf(wanted, profile)).toBe(reason);
  });

  it.each([
    { wanted: true, emails: [EMAIL], reason: null },
    { wanted: true, emails: [], reason: "has no e-mail" },
    { wanted: false, emails: [], reason: null },
    { wanted: false, emails: [EMAIL], reason: "has an e-mail" },
  ])("hasEmail $wanted of $emails.length e-mails: $reason", ({ wanted, emails, reason }) => {
    expect(reasonOf({ hasEmail: wanted }, {}, emails)).toBe(reason);
  });

  it("lets everybody fit where nothing is asked for", () => {
    expect(judge(null, creator())).toEqual(NOT_JUDGED);
  });

  it("says 'last post' where the profile tells the newest of all", () => {
    const filters = filtersOf({ lastPostWithinDays: 1 }, "instagram");
    expect(judge(filters, creator({ lastPostAt: "2026-01-01T00:00:00.000Z" })).filterReason).toMatch(
      /^last post: /,
    );
  });

  it("passes over what the platform does not support", () => {
    const filters = filtersOf({ country: ["DE"], engagementRate: { min: 0.5 } }, "instagram");
    expect(judge({ ...filters, wanted: { country: ["DE"] } }, creator())).toEqual(NOT_JUDGED);
    expect(judge(filters, creator())).toEqual({
      filterReason: "engagement rate not known",
      filteredBy: ["engagementRate"],
    });
  });
});

describe("what a search answer shows before anything is saved", () => {
  it.each<{
    name: string;
    platform?: string;
    wanted: SearchFilters;
    item: Partial<CreatorProfile>;
    fails: boolean;
  }>([
    { name: "too few followers", wanted: { followers: { min: 10 } }, item: { followers: 9 }, fails: true },
    { name: "followers that are not told", wanted: { followers: { min: 10 } }, item: {}, fails: false },
    {
      name: "followers where the search tells none",
      platform: "youtube",
      wanted: { followers: { min: 10 } },
      item: { followers: 9 },
      fails: false,
    },
    {
      name: "an old post: there may be a newer one",
      wanted: { lastPostWithinDays: 1 },
      item: { lastPostAt: "2020-01-01T00:00:00.000Z" },
      fails: false,
    },
    {
      name: "verified, where that is not wanted",
      wanted: { verified: false },
      item: { verified: true },
      fails: true,
    },
    { name: "nothing on being verified", wanted: { verified: true }, item: { verified: null }, fails: false },
    { name: "another country", wanted: { country: ["DE"] }, item: { country: "FR" }, fails: true },
    { name: "too few views", wanted: { averageViews: { min: 9 } }, item: { averageViews: 8 }, fails: true },
    {
      name: "an unsupported filter",
      platform: "instagram",
      wanted: { country: ["DE"] },
      item: { country: "FR" },
      fails: false,
    },
    {
      name: "an excluded word",
      wanted: { excludeKeywords: ["bet"] },
      item: { displayName: "Bet & Co" },
      fails: true,
    },
  ])("$name", ({ platform = "tiktok", wanted, item, fails }) => {
    expect(failedBySearch(filtersOf(wanted, platform), creator(item))).toEqual(
      fails ? Object.keys(wanted) : [],
    );
  });

  it("excludes by caption and hashtag", () => {
    const filters = filtersOf({ excludeKeywords: ["online casino"] });
    expect(failedBySearch(filters, creator({}, undefined, [match("1", "My ONLINE  casino win")]))).toEqual([
      "excludeKeywords",
    ]);
    const tagged = { ...match("1"), hashtags: ["OnlineCasino"] };
    expect(failedBySearch(filters, creator({}, undefined, [tagged]))).toEqual(["excludeKeywords"]);
  });
});

it("names every filter that a creator does not fit", () => {
  const filters = filtersOf({ followers: { min: 10 }, verified: true, hasEmail: true });
  const small = creator({ followers: 9, verified: false }, [EMAIL]);
  expect(judge(filters, small)).toEqual({
    filterReason: "followers: 9, at least 10 wanted; not verified",
    filteredBy: ["followers", "verified"],
  });
  expect(failedBySearch(filters, small)).toEqual(["followers", "verified"]);
});

describe("a creator that is whole in the search answer", () => {
  it.each<{
    name: string;
    wanted: SearchFilters;
    item: Partial<CreatorProfile>;
    emails: Email[];
    isWhole: boolean;
  }>([
    { name: "stays so where nothing else is asked for", wanted: {}, item: {}, emails: [], isWhole: true },
    {
      name: "needs its profile for numbers over posts",
      wanted: { engagementRate: { min: 0.1 } },
      item: {},
      emails: [],
      isWhole: false,
    },
    {
      name: "needs it for an e-mail that is not in the bio",
      wanted: { hasEmail: true },
      item: {},
      emails: [],
      isWhole: false,
    },
    {
      name: "does not where the bio has one",
      wanted: { hasEmail: true },
      item: {},
      emails: [EMAIL],
      isWhole: true,
    },
    {
      name: "does not where it is out already",
      wanted: { followers: { min: 9 } },
      item: { followers: 1 },
      emails: [],
      isWhole: true,
    },
    { name: "does not for its language", wanted: { language: ["de"] }, item: {}, emails: [], isWhole: true },
  ])("$name", ({ wanted, item, emails, isWhole }) => {
    const left = withoutDetailsIfOpen(filtersOf(wanted, "instagram"), creator(item, emails));
    expect(left.emails !== undefined).toBe(isWhole);
  });
});

describe("fieldsNeeded", () => {
  it("names what an older profile must have, only where the profile call tells it", () => {
    const wanted = { engagementRate: { min: 0.1 }, lastPostWithinDays: 3, followers: { min: 1 } };
    expect(fieldsNeeded(filtersOf(wanted, "instagram"))).toEqual(["engagementRate", "lastPostAt"]);
    expect(fieldsNeeded(filtersOf(wanted, "tiktok"))).toEqual([]);
    expect(fieldsNeeded(null)).toEqual([]);
  });
});

describe("reportFilters", () => {
  it("tells what is applied and what is not supported, in one order", () => {
    const wanted: SearchFilters = { country: ["DE"], verified: true, followers: { min: 1 } };
    expect(reportFilters(wanted, declarationOf("youtube"))).toEqual({
      wanted,
      applied: ["followers", "country"],
      notSupported: ["verified"],
    });
    expect(reportFilters(undefined, declarationOf("youtube"))).toEqual({
      wanted: null,
      applied: [],
      notSupported: [],
    });
  });
});

it.each(platforms())("%s declares every filter", (platform) => {
  expect(Object.keys(declarationOf(platform)).sort()).toEqual([...FILTER_NAMES].sort());
});
