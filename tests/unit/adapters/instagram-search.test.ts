import { describe, expect, it } from "vitest";
import { instagram } from "#lib/search-engine/v2/adapters/instagram.ts";
import type { ProviderGet } from "#lib/search-engine/v2/adapters/interface.ts";
import profiles from "../../fixtures/scrapecreators/v1__instagram__search__profiles.GET.sampleResponse.json" with {
  type: "json",
};
import reels from "../../fixtures/scrapecreators/v2__instagram__reels__search.GET.sampleResponse.json" with {
  type: "json",
};

function search(answer: unknown, cursor: string | null = null) {
  return instagram.search({ get: async ({ parse }) => parse(answer) }, { keyword: "any", cursor });
}

function profilesPage(...changes: object[]) {
  return { ...profiles, profiles: changes.map((change) => ({ ...profiles.profiles[1], ...change })) };
}

function reelsPage(...changes: { owner?: object; [key: string]: unknown }[]) {
  const [reel] = reels.reels;
  return {
    ...reels,
    reels: changes.map((change) => ({ ...reel, ...change, owner: { ...reel?.owner, ...change.owner } })),
  };
}

describe("Instagram's two searches under one cursor", () => {
  it("asks the source and the page that the cursor names", async () => {
    const asked: unknown[] = [];
    const get: ProviderGet = async ({ parse, format: _, ...request }) => {
      asked.push(request);
      return parse({ profiles: [], reels: [] });
    };
    for (const cursor of [null, "profiles:2", "profiles:11", "reels:1", "reels:11"]) {
      await instagram.search({ get }, { keyword: "skin care", cursor });
    }
    const common = { action: "search", timeoutMs: 300_000 };
    const ofProfiles = { ...common, path: "/v1/instagram/search/profiles" };
    const ofReels = { ...common, path: "/v2/instagram/reels/search" };
    expect(asked).toEqual([
      { ...ofProfiles, query: { query: "skin care", cursor: undefined } },
      { ...ofProfiles, query: { query: "skin care", cursor: "2" } },
      { ...ofProfiles, query: { query: "skin care", cursor: "11" } },
      { ...ofReels, query: { query: "skin care", page: "1" } },
      { ...ofReels, query: { query: "skin care", page: "11" } },
    ]);
  });

  it.each([
    { from: null, given: "2", next: "profiles:2" },
    { from: "profiles:10", given: 11, next: "profiles:11" },
    { from: "profiles:11", given: "12", next: "reels:1" },
    { from: "profiles:3", given: "3", next: "reels:1" },
    { from: "profiles:3", given: "2", next: "reels:1" },
    { from: null, given: null, next: "reels:1" },
    { from: null, given: undefined, next: "reels:1" },
    { from: null, given: "more", next: "reels:1" },
  ])("goes from profiles $from with the cursor $given to $next", async ({ from, given, next }) => {
    expect((await search({ ...profiles, cursor: given }, from)).nextCursor).toBe(next);
  });

  it("leaves the profiles behind an empty page, and ends behind one of reels or the last", async () => {
    const nothing = { creators: [], itemsSkipped: 0 };
    expect(await search({ profiles: [], cursor: "2" })).toEqual({ ...nothing, nextCursor: "reels:1" });
    expect(await search({ reels: [] }, "reels:1")).toEqual({ ...nothing, nextCursor: null });
    expect((await search(reels, "reels:10")).nextCursor).toBe("reels:11");
    expect((await search(reels, "reels:11")).nextCursor).toBeNull();
  });

  it.each(["", "2", "reels", "reels:0", "reels:12", "profiles:12", "profiles:2.5", "users:1", "reels:1 "])(
    "refuses the cursor %j before any call",
    async (cursor) => {
      const get: ProviderGet = () => Promise.reject(new Error("called"));
      await expect(instagram.search({ get }, { keyword: "any", cursor })).rejects.toMatchObject({
        name: "ProviderError",
        kind: "bad_request",
        isRetryable: false,
        message: `cursor: must be "profiles:" or "reels:" with a page from 1 to 11, not "${cursor}".`,
      });
    },
  );

  it.each([
    ["profiles", null],
    ["reels", "reels:1"],
  ])("refuses an answer without %s", async (_, cursor) => {
    await expect(search({ success: true }, cursor)).rejects.toMatchObject({ kind: "format" });
  });
});

describe("Instagram's profile search", () => {
  it("leaves private profiles and those without a bio field to the profile call", async () => {
    const { creators } = await search(
      profilesPage(
        { id: "1", is_private: true },
        { id: "2", biography: undefined },
        { id: "3", biography: null },
        { id: "4", biography: "" },
        { id: "5" },
      ),
    );
    expect(creators.map((creator) => [creator.platformId, creator.emails?.length])).toEqual([
      ["1", undefined],
      ["2", undefined],
      ["3", undefined],
      ["4", 0],
      ["5", 1],
    ]);
    expect(creators.slice(0, 3).every((creator) => !("emails" in creator))).toBe(true);
    expect(creators.map((creator) => creator.profile.bio === null)).toEqual([false, true, true, true, false]);
  });

  it("has null where the answer is silent, and each creator and link once", async () => {
    const { creators } = await search(
      profilesPage(
        { full_name: "", category_name: "", follower_count: undefined, is_verified: undefined },
        { external_url: null, bio_links: null },
      ),
    );
    expect(creators).toHaveLength(1);
    const [silent] = (await search(profilesPage({ full_name: "", category_name: "", external_url: "" })))
      .creators;
    expect(silent?.profile).toMatchObject({
      displayName: null,
      category: null,
      links: ["https://linktr.ee/LoveLucyfit"],
    });
  });

  it("skips bad items and keeps the good ones", async () => {
    expect(await search(profilesPage({ id: "1" }, { id: 2 }))).toMatchObject({
      creators: [{ platformId: "1" }],
      itemsSkipped: 1,
    });
    await expect(search(profilesPage({ id: "1" }, { id: 2 }, { username: null }))).rejects.toMatchObject({
      kind: "format",
      message: expect.stringContaining("2 of 3 items"),
    });
  });
});

describe("Instagram's reels search", () => {
  const searchReels = (...changes: Parameters<typeof reelsPage>) => search(reelsPage(...changes), "reels:1");

  it("groups the reels by creator, and counts a repeated one once", async () => {
    const { creators } = await searchReels(
      { id: "1", owner: { id: "a" } },
      { id: "2", owner: { id: "b" } },
      { id: "3", owner: { id: "a" } },
      { id: "1", owner: { id: "a" } },
    );
    expect(creators.map((c) => [c.platformId, c.matches.map((match) => match.contentId)])).toEqual([
      ["a", ["1", "3"]],
      ["b", ["2"]],
    ]);
    expect(creators.every((creator) => creator.emails === undefined)).toBe(true);
  });

  it("takes views from the older form of the answer, which has them", async () => {
    const counts = { like_count: 30, comment_count: 10 };
    const { creators } = await searchReels(
      { id: "1", ...counts, video_view_count: 300, video_play_count: 1_000 },
      { id: "2", ...counts, video_view_count: 600 },
    );
    expect(creators[0]?.matches.map((match) => match.views)).toEqual([1_000, 600]);
    expect(creators[0]?.profile).toMatchObject({
      averageViews: 800,
      engagementRate: 0.05,
      postsSampled: 2,
    });
  });

  it("has null for hidden likes, an unreadable date and a link that is none", async () => {
    const { creators } = await searchReels({ like_count: -1, taken_at: "soon", url: "javascript:alert(1)" });
    expect(creators[0]?.matches[0]).toMatchObject({ likes: null, postedAt: null, url: null });
    expect(creators[0]?.profile.lastPostAt).toBeNull();
  });

  it("skips reels without an owner", async () => {
    const answer = reelsPage({ id: "1" }, { id: "2" });
    expect(await search({ reels: [...answer.reels, { id: "3" }] }, "reels:1")).toMatchObject({
      itemsSkipped: 1,
      creators: [{ matches: [{}, {}] }],
    });
  });
});
