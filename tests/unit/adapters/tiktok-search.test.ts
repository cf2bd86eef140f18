import { describe, expect, it } from "vitest";
import type { ProviderGet } from "#lib/search-engine/v2/adapters/interface.ts";
import { tiktok } from "#lib/search-engine/v2/adapters/tiktok.ts";
import trimmed from "../../fixtures/scrapecreators/v1__tiktok__search__keyword.GET.trimmedResponse.json" with {
  type: "json",
};

function search(answer: unknown, cursor: string | null = null) {
  return tiktok.search({ get: async ({ parse }) => parse(answer) }, { keyword: "any", cursor });
}

describe("TikTok search", () => {
  /** A page of variations of the trimmed item. */
  function page(...changes: { author?: object; [key: string]: unknown }[]) {
    const [item] = trimmed.search_item_list;
    const search_item_list = changes.map((change): unknown => ({
      ...item,
      ...change,
      author: { ...item?.author, ...change.author },
    }));
    return { ...trimmed, search_item_list };
  }
  const one = (author: string) => ({ uid: author, unique_id: `u${author}` });

  it("asks for one trimmed page with the cursor of the page before", async () => {
    const asked: unknown[] = [];
    const get: ProviderGet = async ({ parse, format: _, ...request }) => {
      asked.push(request);
      return parse(trimmed);
    };
    await tiktok.search({ get }, { keyword: "skin care", cursor: null });
    await tiktok.search({ get }, { keyword: "skin care", cursor: "17" });
    const common = { path: "/v1/tiktok/search/keyword", action: "search", timeoutMs: 120_000 };
    expect(asked).toEqual([
      { ...common, query: { query: "skin care", cursor: undefined, trim: "true" } },
      { ...common, query: { query: "skin care", cursor: "17", trim: "true" } },
    ]);
  });

  it("groups the posts by creator in the order of appearance and counts a repeated post once", async () => {
    const result = await search(
      page(
        { aweme_id: "1", author: one("a") },
        { aweme_id: "2", author: one("b") },
        { aweme_id: "3", author: one("a") },
        { aweme_id: "1", author: one("a") },
      ),
    );
    expect(result.creators.map((c) => [c.platformId, c.matches.map((match) => match.contentId)])).toEqual([
      ["a", ["1", "3"]],
      ["b", ["2"]],
    ]);
    expect(result.itemsSkipped).toBe(0);
  });

  it("takes the numbers over all posts of the creator and the newest date", async () => {
    const statistics = (play: number | undefined) => ({
      play_count: play,
      digg_count: 10,
      comment_count: 5,
      share_count: 1,
    });
    const [creator] = (
      await search(
        page(
          { aweme_id: "1", statistics: statistics(100), create_time: 1_700_000_000 },
          { aweme_id: "2", statistics: statistics(201), create_time: 1_710_000_000 },
          { aweme_id: "3", statistics: statistics(undefined), create_time: 1_690_000_000 },
        ),
      )
    ).creators;
    expect(creator?.profile).toMatchObject({
      averageViews: 151,
      engagementRate: 0.106312,
      postsSampled: 2,
      lastPostAt: "2024-03-09T16:00:00.000Z",
    });
    expect(creator?.matches[2]?.views).toBeNull();
  });

  it("has no engagement rate without views, and no numbers without counts", async () => {
    const zero = { play_count: 0, digg_count: 0, comment_count: 0, share_count: 0 };
    const result = await search(
      page(
        { aweme_id: "1", author: one("a"), statistics: zero },
        { aweme_id: "2", author: one("b"), statistics: null },
      ),
    );
    expect(
      result.creators.map(({ profile: p }) => [p.averageViews, p.engagementRate, p.postsSampled]),
    ).toEqual([
      [0, null, 1],
      [null, null, null],
    ]);
  });

  it("reads hashtags of any script from a trimmed caption", async () => {
    const result = await search(page({ desc: "Morgenroutine #Hautpflege #スキンケア #हिन्दी #a_1 5# #" }));
    expect(result.creators[0]?.matches[0]?.hashtags).toEqual(["Hautpflege", "スキンケア", "हिन्दी", "a_1"]);
  });

  it.each([
    [
      "HEIC beside JPEG",
      [["https://a.example/1.heic", "https://a.example/1.jpeg?x=1"]],
      "https://a.example/1.jpeg?x=1",
    ],
    [
      "JPEG only in a smaller size",
      [["https://a.example/1.heic"], ["https://a.example/2.jpg"]],
      "https://a.example/2.jpg",
    ],
    [
      "WebP beside HEIC",
      [["https://a.example/1.heic", "https://a.example/1.webp"]],
      "https://a.example/1.webp",
    ],
    ["HEIC alone", [["https://a.example/1.heic?y"]], "https://a.example/1.heic?y"],
    ["no web address", [["javascript:alert(1)"]], null],
  ])("picks the avatar: %s", async (_, [larger, medium], expected) => {
    const author = {
      avatar_larger: { url_list: larger },
      avatar_medium: { url_list: medium ?? [] },
      avatar_thumb: null,
    };
    const result = await search(page({ author }));
    expect(result.creators[0]?.profile.avatarUrl).toBe(expected);
  });

  it("knows a verified creator only where the answer says so", async () => {
    const result = await search(
      page(
        { aweme_id: "1", author: { ...one("a"), custom_verify: "Verified account" } },
        { aweme_id: "2", author: { ...one("b"), enterprise_verify_reason: "brand" } },
        { aweme_id: "3", author: one("c") },
      ),
    );
    expect(result.creators.map((creator) => creator.profile.verified)).toEqual([true, true, null]);
  });

  it("has null where the answer is silent, and keeps a real 0", async () => {
    const author = {
      nickname: "",
      follower_count: undefined,
      following_count: 0,
      aweme_count: 12,
      total_favorited: 0,
    };
    const result = await search(page({ author, region: "", url: undefined, create_time: 0 }));
    expect(result.creators[0]?.profile).toMatchObject({
      displayName: null,
      followers: null,
      following: 0,
      posts: 12,
      likes: null,
      country: null,
      lastPostAt: null,
    });
    expect(result.creators[0]?.matches[0]).toMatchObject({ url: null, postedAt: null });
  });

  it("drops what the database cannot store", async () => {
    const result = await search(page({ desc: "a\0b\uD800c" }));
    expect(result.creators[0]?.matches[0]?.caption).toBe("ab\uFFFDc");
  });

  it("skips bad items and keeps the good ones", async () => {
    const answer = page({ aweme_id: "1" }, { aweme_id: "2" }, { aweme_id: 3 });
    expect(await search(answer)).toMatchObject({ itemsSkipped: 1, creators: [{ matches: [{}, {}] }] });
    answer.search_item_list.push(null, "x", { aweme_info: null });
    await expect(search(answer)).rejects.toMatchObject({
      kind: "format",
      message: expect.stringContaining("4 of 6 items"),
    });
  });

  it.each([
    ["absent", undefined],
    ["null", null],
    ["the same again", 5],
  ])("has no next page when the cursor is %s", async (_, cursor) => {
    expect((await search({ ...trimmed, cursor }, "5")).nextCursor).toBeNull();
  });

  it("has no next page behind an empty list", async () => {
    expect(await search({ cursor: 60, search_item_list: [] })).toEqual({
      creators: [],
      nextCursor: null,
      itemsSkipped: 0,
    });
  });

  it("refuses an answer without a list", async () => {
    await expect(search({ success: true })).rejects.toMatchObject({ name: "ProviderError", kind: "format" });
  });
});
