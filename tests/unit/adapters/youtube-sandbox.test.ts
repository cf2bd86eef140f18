import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { youtube } from "#lib/search-engine/v2/adapters/youtube.ts";
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
const search = (cursor: string | null) => youtube.search(context(), { keyword: "makeup", cursor });

it("pages through a keyword to its end, each video once", async () => {
  const ids: string[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page = await search(cursor);
    ids.push(...page.creators.flatMap((creator) => creator.matches.map((match) => match.contentId)));
    cursor = page.nextCursor;
    pages += 1;
  } while (cursor !== null);
  expect(ids.length).toBeGreaterThan(60);
  expect(new Set(ids).size).toBe(ids.length);
  expect(pages).toBe(Math.ceil(ids.length / 20));
});

it("completes channels of a search by their profile, with a handle or without", async () => {
  const { creators } = await search(null);
  const isNameless = (creator: (typeof creators)[number]) => creator.profile.handle === creator.platformId;
  const pages = [await search(null)];
  for (const page of pages) if (page.nextCursor) pages.push(await search(page.nextCursor));
  const all = pages.flatMap((page) => page.creators);
  const chosen = [all.find(isNameless), all.find((creator) => !isNameless(creator))];
  for (const found of chosen) {
    if (!found) throw new Error("The sandbox has only one kind of channel.");
    const { platformId, profile } = found;
    expect([profile.bio, profile.followers]).toEqual([null, null]);
    expect(await youtube.enrich(context(), { platformId, handle: profile.handle })).toMatchObject({
      outcome: "enriched",
      profile: {
        handle: profile.handle,
        profileUrl: profile.profileUrl,
        displayName: profile.displayName,
        avatarUrl: expect.stringMatching(new RegExp(`/avatars/${platformId}\\.png\\?size=160$`)),
        followers: expect.any(Number),
        posts: expect.any(Number),
        country: null,
      },
    });
  }
});

it("ends a keyword whose token stands still", async () => {
  const { nextCursor } = await search(null);
  await fault({ kind: "repeated_cursor" });
  const second = await search(nextCursor);
  expect(second.creators.length).toBeGreaterThan(0);
  expect(second.nextCursor).toBeNull();
});

it("counts malformed items, drops duplicates and refuses a changed format", async () => {
  const counts = async () => {
    const page = await search(null);
    return [page.itemsSkipped, page.creators.flatMap((creator) => creator.matches).length];
  };
  expect(await counts()).toEqual([0, 20]);
  await fault({ kind: "malformed_items", times: 1 });
  expect(await counts()).toEqual([4, 16]);
  await fault({ kind: "duplicate_items", times: 1 });
  expect(await counts()).toEqual([0, 20]);
  await fault({ kind: "empty_page", times: 1 });
  expect(await counts()).toEqual([0, 0]);
  await fault({ kind: "renamed_field", times: 1 });
  await expect(counts()).rejects.toMatchObject({ kind: "format" });
});

it("tells missing channels from failures", async () => {
  const [found] = (await search(null)).creators;
  const { platformId = "", profile } = found ?? {};
  const enrich = () => youtube.enrich(context(), { platformId, handle: profile?.handle ?? "" });
  await fault([
    { kind: "private", handle: platformId, times: 1 },
    { kind: "not_found", handle: platformId, times: 1 },
    { kind: "500", path: "/channel", times: 1 },
    { kind: "error_200", path: "/channel", times: 1 },
  ]);
  expect(await enrich()).toEqual({ outcome: "unavailable", reason: "not_found" });
  expect(await enrich()).toEqual({ outcome: "unavailable", reason: "not_found" });
  await expect(enrich()).rejects.toMatchObject({ kind: "http", status: 500 });
  await expect(enrich()).rejects.toMatchObject({ kind: "format" });
  expect(await enrich()).toMatchObject({ outcome: "enriched" });
  expect(await youtube.enrich(context(), { platformId: "UC1", handle: "nobody" })).toEqual({
    outcome: "unavailable",
    reason: "not_found",
  });
});
