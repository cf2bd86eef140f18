import { describe, expect, it } from "vitest";
import type { ProviderGet } from "#lib/search-engine/v2/adapters/interface.ts";
import { youtube } from "#lib/search-engine/v2/adapters/youtube.ts";
import found from "../../fixtures/scrapecreators/v1__youtube__search.GET.sampleResponse.json" with {
  type: "json",
};

function search(answer: unknown, cursor: string | null = null) {
  return youtube.search({ get: async ({ parse }) => parse(answer) }, { keyword: "any", cursor });
}

/** A variation of a real video. */
function video(changes: { channel?: object; [key: string]: unknown }) {
  const [, item] = found.videos;
  return { ...item, ...changes, channel: { ...item?.channel, ...changes.channel } };
}
const page = (lists: object) => ({ ...found, videos: [], shorts: [], shelves: [], ...lists });
const ids = (result: Awaited<ReturnType<typeof search>>) =>
  result.creators.map((creator) => [creator.platformId, creator.matches.map((match) => match.contentId)]);

describe("YouTube search", () => {
  it("asks for one page with the token of the page before", async () => {
    const asked: unknown[] = [];
    const get: ProviderGet = async ({ parse, format: _, ...request }) => {
      asked.push(request);
      return parse(found);
    };
    await youtube.search({ get }, { keyword: "skin care", cursor: null });
    await youtube.search({ get }, { keyword: "skin care", cursor: "EooD" });
    const common = { path: "/v1/youtube/search", action: "search", timeoutMs: 120_000 };
    expect(asked).toEqual([
      { ...common, query: { query: "skin care", continuationToken: undefined } },
      { ...common, query: { query: "skin care", continuationToken: "EooD" } },
    ]);
  });

  it("finds creators in videos, shorts, lives, shelves that name them, and channels, each once", async () => {
    const of = (channel: string, id: string) => video({ id, channel: { id: channel } });
    const result = await search(
      page({
        videos: [of("a", "1"), of("b", "2"), of("a", "1")],
        shorts: [of("b", "3")],
        lives: [of("c", "4")],
        shelves: [{ title: "More", items: [of("d", "5"), { type: "short", id: "6" }] }, { title: "none" }],
        channels: [
          { type: "channel", id: "e", title: "Eve", handle: "eve" },
          { type: "channel", id: "a" },
        ],
      }),
    );
    expect(ids(result)).toEqual([
      ["a", ["1"]],
      ["b", ["2", "3"]],
      ["c", ["4"]],
      ["d", ["5"]],
      ["e", []],
    ]);
    expect(result.itemsSkipped).toBe(0);
    expect(result.creators.at(-1)?.profile).toMatchObject({
      handle: "eve",
      displayName: "Eve",
      profileUrl: "https://www.youtube.com/@eve",
      averageViews: null,
      postsSampled: null,
    });
  });

  it.each([
    ["@some.one", "some.one", "https://www.youtube.com/@some.one"],
    ["日本", "日本", "https://www.youtube.com/@%E6%97%A5%E6%9C%AC"],
    ["channel/UC1", "UC1", "https://www.youtube.com/channel/UC1"],
    ["c/Old", "UC1", "https://www.youtube.com/channel/UC1"],
    ["", "UC1", "https://www.youtube.com/channel/UC1"],
    [null, "UC1", "https://www.youtube.com/channel/UC1"],
  ])("reads the handle %j as %s", async (handle, expected, profileUrl) => {
    const result = await search(page({ videos: [video({ channel: { id: "UC1", handle } })] }));
    expect(result.creators[0]?.profile).toMatchObject({ handle: expected, profileUrl });
  });

  it.each([
    ["1.2M views", 1_200_000],
    ["750K", 750_000],
    ["2.75M", 2_750_000],
    ["1B views", 1_000_000_000],
    ["119,308 views", 119_308],
    ["1 view", 1],
    ["8.05k views", 8_050],
    ["12 watching", null],
    ["No views", null],
    ["", null],
    [null, null],
  ])("reads %j as %s views where there is no number", async (viewCountText, views) => {
    const result = await search(page({ videos: [video({ viewCountText, viewCountInt: undefined })] }));
    expect(result.creators[0]?.matches[0]?.views).toBe(views);
  });

  it("takes the exact number where there is one, and the mean of all videos that tell theirs", async () => {
    const result = await search(
      page({
        videos: [
          video({ id: "1", viewCountText: "1.2M views", viewCountInt: 1_234_567 }),
          video({ id: "2", viewCountInt: 1 }),
          video({ id: "3", viewCountText: null, viewCountInt: null, publishedTime: "2025-06-01T00:00:00Z" }),
        ],
      }),
    );
    expect(result.creators[0]?.profile).toMatchObject({
      averageViews: 617_284,
      engagementRate: null,
      postsSampled: 2,
      lastPostAt: "2025-06-01T00:00:00.000Z",
    });
  });

  it("judges bad items over all lists together", async () => {
    const good = video({ id: "1" });
    const answer = page({ videos: [good], channels: [{ title: "no id" }] });
    expect(await search(answer)).toMatchObject({ creators: [{}], itemsSkipped: 1 });
    await expect(search(page({ videos: [good, { id: 1 }], channels: [null] }))).rejects.toMatchObject({
      kind: "format",
      message: expect.stringContaining("2 of 3 items"),
    });
  });

  it.each([
    ["absent", undefined],
    ["null", null],
    ["empty", ""],
    ["the same again", "5"],
  ])("has no next page when the token is %s", async (_, continuationToken) => {
    expect((await search({ ...found, continuationToken }, "5")).nextCursor).toBeNull();
  });

  it("has no next page behind empty lists", async () => {
    expect(await search(page({}))).toEqual({ creators: [], nextCursor: null, itemsSkipped: 0 });
  });

  it("refuses an answer without a list of videos", async () => {
    await expect(search({ success: true })).rejects.toMatchObject({ name: "ProviderError", kind: "format" });
  });
});
