import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ProviderRequest } from "#lib/search-engine/v2/adapters/interface.ts";
import { getAdapter, getProvider } from "#lib/search-engine/v2/adapters/registry.ts";
import { compareAnswer } from "#lib/search-engine/v2/core/answer-comparison.ts";

const FIXTURES = "tests/fixtures/scrapecreators";
/** Optional keys that are not there in what the vendor published, as each was cut or read in another form. */
const REAL = [
  { file: "v1__tiktok__search__keyword.GET.sampleResponse.json", absent: [] },
  {
    file: "v1__tiktok__search__keyword.GET.trimmedResponse.json",
    absent: ["search_item_list[].share_url", "search_item_list[].text_extra"],
  },
  { file: "v1__tiktok__profile.GET.sampleResponse.json", absent: [] },
  { file: "v1__instagram__search__profiles.GET.sampleResponse.json", absent: [] },
  {
    file: "v2__instagram__reels__search.GET.sampleResponse.json",
    absent: ["reels[].video_play_count", "reels[].video_view_count"],
  },
  {
    file: "v1__instagram__profile.GET.sampleResponse.json",
    absent: ["data.user.follower_count", "data.user.following_count", "data.user.media_count"],
  },
  {
    file: "v1__instagram__profile.GET.trimmedResponse.json",
    absent: [
      "data.user.business_email",
      "data.user.follower_count",
      "data.user.following_count",
      "data.user.media_count",
    ],
  },
  { file: "v1__youtube__search.GET.sampleResponse.json", absent: [] },
  { file: "v1__youtube__channel.GET.sampleResponse.json", absent: [] },
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const read = (file: string): Json => JSON.parse(readFileSync(`${FIXTURES}/${file}`, "utf8"));

/** The request that the adapter makes to the endpoint of a fixture. */
async function requestFor(file: string): Promise<ProviderRequest<unknown>> {
  const path = `/${file.split(".")[0]?.replaceAll("__", "/")}`;
  const adapter = getAdapter(path.split("/")[2] ?? "");
  let asked: ProviderRequest<unknown> | undefined;
  const get = <T>(request: ProviderRequest<T>): Promise<T> => {
    if (request.path === path) asked = request;
    return Promise.reject(new Error("asked"));
  };
  for (const cursor of [null, "reels:1"])
    await adapter.search({ get }, { keyword: "any", cursor }).catch(() => {});
  await adapter.enrich({ get }, { platformId: "1", handle: "any" }).catch(() => {});
  if (!asked) throw new Error(`no call goes to ${path}`);
  return asked;
}

async function compare(file: string, answer: Json = read(file)) {
  const { format } = await requestFor(file);
  return compareAnswer(format, answer, getProvider("scrapecreators").envelopeKeys);
}

/** The value with a key renamed wherever it stands below one of the given name. */
function renamed(value: Json, key: string, to: string): Json {
  if (Array.isArray(value)) return value.map((inner) => renamed(inner, key, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name === key ? to : name, renamed(inner, key, to)]),
  );
}

describe("the format that an adapter expects", () => {
  it.each(REAL)("is that of $file", async ({ file, absent }) => {
    const found = await compare(file);
    expect(found).toMatchObject({ hasDrifted: false, mismatches: [], itemsSkipped: 0 });
    expect(found.absent.toSorted()).toEqual(absent);
  });

  it("is known for every real answer that there is, items included", async () => {
    const searches = REAL.filter(({ file }) => file.includes("search"));
    for (const { file } of searches) expect((await compare(file)).itemsCount, file).toBeGreaterThan(0);
  });

  it.each([
    { file: REAL[0]?.file, key: "unique_id", path: "search_item_list[].author.unique_id" },
    { file: REAL[1]?.file, key: "author", path: "search_item_list[].author" },
    { file: REAL[2]?.file, key: "uniqueId", path: "user.uniqueId" },
    { file: REAL[3]?.file, key: "username", path: "profiles[].username" },
    { file: REAL[4]?.file, key: "owner", path: "reels[].owner" },
    { file: REAL[5]?.file, key: "user", path: "data.user" },
    { file: REAL[7]?.file, key: "videos", path: "videos" },
    { file: REAL[8]?.file, key: "channelId", path: "channelId" },
  ])("misses $path of $file once it is renamed", async ({ file = "", key, path }) => {
    const found = await compare(file, renamed(read(file), key, `${key}_new`));
    expect(found.hasDrifted).toBe(true);
    expect(found.mismatches).toContainEqual(expect.objectContaining({ path, problem: "is missing" }));
  });

  it.each([
    { file: REAL[1]?.file, key: "statistics", path: "search_item_list[].statistics" },
    { file: REAL[2]?.file, key: "signature", path: "user.signature" },
    { file: REAL[3]?.file, key: "biography", path: "profiles[].biography" },
    { file: REAL[8]?.file, key: "description", path: "description" },
  ])("notes $path of $file once it is gone", async ({ file = "", key, path }) => {
    const found = await compare(file, renamed(read(file), key, `${key}_new`));
    expect(found).toMatchObject({ hasDrifted: false, mismatches: [] });
    expect(found.absent).toContain(path);
    expect(found.unread.some((unread) => unread.endsWith(`${key}_new`))).toBe(true);
  });
});
