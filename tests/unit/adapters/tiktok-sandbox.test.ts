import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { tiktok } from "#lib/search-engine/v2/adapters/tiktok.ts";
import { type Sandbox, startSandbox } from "#sandbox/server.ts";
import { providerGet } from "./provider-get.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ searchLatencyMs: 0, profileLatencyMs: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => fetch(`${sandbox.url}/__faults`, { method: "DELETE" }));

function fault(rule: object) {
  return fetch(`${sandbox.url}/__faults`, { method: "POST", body: JSON.stringify(rule) });
}
const context = () => ({ get: providerGet(sandbox.url) });

async function firstCreator() {
  const page = await tiktok.search(context(), { keyword: "makeup", cursor: null });
  const [creator] = page.creators;
  if (!creator) throw new Error("The sandbox found nobody.");
  return creator;
}

it("pages through a keyword to its end, each post once", async () => {
  const ids: string[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page = await tiktok.search(context(), { keyword: "makeup", cursor });
    ids.push(...page.creators.flatMap((creator) => creator.matches.map((match) => match.contentId)));
    cursor = page.nextCursor;
    pages += 1;
  } while (cursor !== null);
  expect(ids.length).toBeGreaterThan(100);
  expect(new Set(ids).size).toBe(ids.length);
  // The end shows only in an empty page.
  expect(pages).toBe(Math.ceil(ids.length / 30) + 1);
});

it("completes a creator of a search by its profile", async () => {
  const found = await firstCreator();
  expect(found.profile.bio).toBeNull();
  const result = await tiktok.enrich(context(), {
    platformId: found.platformId,
    handle: found.profile.handle,
  });
  expect(result).toMatchObject({
    outcome: "enriched",
    profile: {
      handle: found.profile.handle,
      displayName: found.profile.displayName,
      followers: found.profile.followers,
      avatarUrl: found.profile.avatarUrl,
      bio: expect.stringMatching(/./),
      posts: expect.any(Number),
      language: expect.stringMatching(/^[a-z]{2}$/),
    },
  });
});

it("ends a keyword whose cursor stands still", async () => {
  await fault({ kind: "repeated_cursor" });
  const second = await tiktok.search(context(), { keyword: "makeup", cursor: "30" });
  expect(second.creators.length).toBeGreaterThan(0);
  expect(second.nextCursor).toBeNull();
});

it("counts malformed items, drops duplicates and refuses a changed format", async () => {
  const request = { keyword: "makeup", cursor: null };
  const posts = async () => {
    const page = await tiktok.search(context(), request);
    return { skipped: page.itemsSkipped, posts: page.creators.flatMap((creator) => creator.matches).length };
  };
  expect(await posts()).toEqual({ skipped: 0, posts: 30 });
  await fault({ kind: "malformed_items", times: 1 });
  expect(await posts()).toEqual({ skipped: 6, posts: 24 });
  await fault({ kind: "duplicate_items", times: 1 });
  expect(await posts()).toEqual({ skipped: 0, posts: 30 });
  await fault({ kind: "renamed_field", times: 1 });
  await expect(posts()).rejects.toMatchObject({ kind: "format" });
});

it("tells private and missing profiles from failures", async () => {
  const { platformId, profile } = await firstCreator();
  const enrich = () => tiktok.enrich(context(), { platformId, handle: profile.handle });
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
  expect(await tiktok.enrich(context(), { platformId: "1", handle: "nobody.there" })).toEqual({
    outcome: "unavailable",
    reason: "not_found",
  });
});
