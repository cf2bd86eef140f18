import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { instagram } from "#lib/search-engine/v2/adapters/instagram.ts";
import type { FoundCreator } from "#lib/search-engine/v2/core/types.ts";
import { type Sandbox, startSandbox } from "#sandbox/server.ts";
import { providerGet } from "./provider-get.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ searchLatencyMs: 0, profileLatencyMs: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => fetch(`${sandbox.url}/__faults`, { method: "DELETE" }));

const fault = (rule: object) =>
  fetch(`${sandbox.url}/__faults`, { method: "POST", body: JSON.stringify(rule) });
const context = () => ({ get: providerGet(sandbox.url) });
const search = (cursor: string | null) => instagram.search(context(), { keyword: "makeup", cursor });

async function firstCreator(cursor: string | null): Promise<FoundCreator> {
  const [creator] = (await search(cursor)).creators;
  if (!creator) throw new Error("The sandbox found nobody.");
  return creator;
}

it("pages through the profiles and then the reels of a keyword to the end", async () => {
  const found = { profiles: new Set<string>(), reels: new Set<string>() };
  const contents: string[] = [];
  const cursors: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await search(cursor);
    const source = cursor?.startsWith("reels:") ? "reels" : "profiles";
    for (const creator of page.creators) {
      expect(creator.emails !== undefined).toBe(source === "profiles");
      expect(creator.profile.bio === null || source === "profiles").toBe(true);
      if (source === "profiles") expect(found.profiles).not.toContain(creator.platformId);
      found[source].add(creator.platformId);
      contents.push(...creator.matches.map((match) => match.contentId));
    }
    expect(page.itemsSkipped).toBe(0);
    cursor = page.nextCursor;
    if (cursor) cursors.push(cursor);
  } while (cursor !== null);

  const pagesOf = (source: string) => cursors.filter((given) => given.startsWith(source));
  expect(new Set(cursors).size).toBe(cursors.length);
  expect(cursors).toEqual([...pagesOf("profiles"), ...pagesOf("reels")]);
  expect(cursors.length + 1).toBeLessThanOrEqual(instagram.limits.pagesPerKeywordMax);
  expect(found.profiles.size).toBeGreaterThan(20);
  expect([...found.reels].filter((id) => !found.profiles.has(id)).length).toBeGreaterThan(10);
  expect(new Set(contents).size).toBe(contents.length);
  // The end of the profiles shows in an empty page; of the reels the vendor gives eleven pages.
  expect(pagesOf("profiles")).toHaveLength(Math.ceil(found.profiles.size / 10));
  expect(pagesOf("reels")).toHaveLength(11);
});

it("has all of a creator in the search for profiles, as the profile call tells it", async () => {
  const { platformId, profile, emails } = await firstCreator(null);
  const result = await instagram.enrich(context(), { platformId, handle: profile.handle });
  const { averageViews, engagementRate, postsSampled, lastPostAt, likes, country, ...rest } = profile;
  const { language, languageConfidence, ...told } = rest;
  expect(result).toMatchObject({ outcome: "enriched", profile: told, emails });
});

it("completes a creator of the reels by the profile", async () => {
  const found = await firstCreator("reels:1");
  const { platformId, profile } = found;
  expect(found.matches[0]).toMatchObject({ url: expect.stringMatching(/^https:.*\/reel\//), shares: null });
  expect(await instagram.enrich(context(), { platformId, handle: profile.handle })).toMatchObject({
    outcome: "enriched",
    profile: {
      handle: profile.handle,
      followers: profile.followers,
      posts: profile.posts,
      avatarUrl: profile.avatarUrl,
      bio: expect.stringMatching(/./),
      averageViews: expect.any(Number),
      engagementRate: expect.any(Number),
      lastPostAt: expect.stringMatching(/^20\d\d-/),
    },
  });
});

it("goes on to the reels when the cursor of the profiles stands still", async () => {
  await fault({ kind: "repeated_cursor" });
  const page = await search("profiles:2");
  expect(page.creators.length).toBeGreaterThan(0);
  expect(page.nextCursor).toBe("reels:1");
});

it.each([
  ["profiles", null],
  ["reels", "reels:1"],
])("counts malformed items, drops duplicates and refuses a changed format: %s", async (_, cursor) => {
  const counts = async () => {
    const page = await search(cursor);
    return [page.itemsSkipped, page.creators.reduce((sum, found) => sum + (found.matches.length || 1), 0)];
  };
  expect(await counts()).toEqual([0, 10]);
  await fault({ kind: "malformed_items", times: 1 });
  expect(await counts()).toEqual([2, 8]);
  await fault({ kind: "duplicate_items", times: 1 });
  expect(await counts()).toEqual([0, 10]);
  await fault({ kind: "empty_page", times: 1 });
  expect(await counts()).toEqual([0, 0]);
  await fault({ kind: "renamed_field", times: 1 });
  await expect(counts()).rejects.toMatchObject({ kind: "format" });
});

it("tells private and missing profiles from failures", async () => {
  const { platformId, profile } = await firstCreator("reels:1");
  const enrich = () => instagram.enrich(context(), { platformId, handle: profile.handle });
  await fault([
    { kind: "private", handle: profile.handle, times: 1 },
    { kind: "not_found", handle: platformId, times: 1 },
    { kind: "500", path: "/profile", times: 1 },
    { kind: "error_200", path: "/profile", times: 1 },
  ]);
  expect(await enrich()).toEqual({ outcome: "unavailable", reason: "private" });
  expect(await enrich()).toEqual({ outcome: "unavailable", reason: "not_found" });
  await expect(enrich()).rejects.toMatchObject({ kind: "http", status: 500 });
  await expect(enrich()).rejects.toMatchObject({ kind: "format" });
  expect(await enrich()).toMatchObject({ outcome: "enriched" });
  expect(await instagram.enrich(context(), { platformId: "1", handle: "nobody.there" })).toEqual({
    outcome: "unavailable",
    reason: "not_found",
  });
});
