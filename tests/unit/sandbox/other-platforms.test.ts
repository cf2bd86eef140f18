import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ENDPOINTS, PROFILES, recorded, SEARCHES } from "./other-platforms.ts";
import { type OpenSandbox, openSandbox } from "./sandbox-client.ts";

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control("DELETE", "/__faults"));

const fault = (rules: unknown) => sandbox.control("POST", "/__faults", rules);
const PROFILES_PATH = "/v1/instagram/search/profiles";
const REELS_PATH = "/v2/instagram/reels/search";
const SEARCH_PATH = "/v1/youtube/search";
const QUERIES = ["makeup", "fitness", "collabs"];

/** The creators that a search answer speaks of must be of the sample data. */
function creatorsIn(body: string, platform: "instagram" | "youtube", pattern: RegExp) {
  const byId = new Map(recorded(platform).map((creator) => [creator.id, creator]));
  const ids = new Set([...body.matchAll(pattern)].map((match) => match[1] ?? ""));
  expect(ids.size).toBeGreaterThan(5);
  return [...ids].map((id) => {
    const creator = byId.get(id);
    if (!creator) throw new Error(`${id} is not in the sample data.`);
    return creator;
  });
}

describe("bios and labels", () => {
  it.each([
    { path: REELS_PATH, platform: "instagram", pattern: /"owner":\{"id":"(\d+)"/g },
    { path: SEARCH_PATH, platform: "youtube", pattern: /"channel":\{"id":"(UC\w+)"/g },
  ] as const)("are hidden in $path", async ({ path, platform, pattern }) => {
    for (const query of QUERIES) {
      const body = await (await sandbox.call(path, { query })).text();
      const folded = body.normalize("NFKC").toLowerCase();
      for (const { bio, emails_truth: addresses } of creatorsIn(body, platform, pattern)) {
        for (const address of addresses) expect(folded).not.toContain(address);
        if (bio.length > 20) expect(body).not.toContain(JSON.stringify(bio));
      }
    }
  });

  it("show the bio in the search for profiles, each creator once", async () => {
    const byId = new Map(recorded("instagram").map((creator) => [creator.id, creator]));
    const { profiles } = await (await sandbox.call(PROFILES_PATH, { query: "makeup" })).json();
    expect(profiles).toHaveLength(10);
    expect(new Set(profiles.map((profile: { id: string }) => profile.id)).size).toBe(10);
    for (const { id, biography } of profiles) expect(biography).toBe(byId.get(id)?.bio);
  });

  it("show the bio in a profile and a channel", async () => {
    const withMail = <T extends { emails_truth: string[] }>(creators: T[]) =>
      creators.find((creator) => creator.emails_truth.length > 0);
    const [kofi, channel] = [withMail(recorded("instagram")), withMail(recorded("youtube"))];
    const profile = await sandbox.call("/v1/instagram/profile", { handle: kofi?.handle ?? "" });
    expect((await profile.json()).data.user.biography).toBe(kofi?.bio);
    const answer = await sandbox.call("/v1/youtube/channel", { channelId: channel?.id ?? "" });
    expect((await answer.json()).description).toBe(channel?.bio);
  });

  it.each(ENDPOINTS)("never serve a label: $path", async ({ path, query }) => {
    const body = await (await sandbox.call(path, query)).text();
    expect(body).not.toMatch(/emails_truth|"category"|"(?:\w+_)?category_name":"[^"]/);
  });
});

describe("searches", () => {
  it("of Instagram give ten a page, eleven pages, and refuse more", async () => {
    const large = await openSandbox({ synthetic: 1_000 });
    const ids: string[] = [];
    for (let page = 1; page <= 11; page += 1) {
      const cursor: Record<string, string> = page === 1 ? {} : { cursor: String(page) };
      const body = await (await large.call(PROFILES_PATH, { query: "qqqzzzxx", ...cursor })).json();
      expect(body.cursor).toBe(page === 11 ? null : String(page + 1));
      ids.push(...body.profiles.map((profile: { id: string }) => profile.id));
      const { reels } = await (
        await large.call(REELS_PATH, { query: "qqqzzzxx", page: String(page) })
      ).json();
      expect(reels).toHaveLength(10);
    }
    expect(new Set(ids).size).toBe(110);
    expect((await large.call(PROFILES_PATH, { query: "a", cursor: "12" })).status).toBe(400);
    expect((await large.call(REELS_PATH, { query: "a", page: "12" })).status).toBe(400);
    await large.close();
  });

  it("of Instagram lead to synthetic creators of their own, who have profiles", async () => {
    const large = await openSandbox({ synthetic: 100_000 });
    const { profiles } = await (await large.call(PROFILES_PATH, { query: "qqqzzzxx" })).json();
    const { reels } = await (await large.call(REELS_PATH, { query: "qqqzzzxx" })).json();
    const [profile, reel] = [profiles[0], reels[0]];
    expect(reel.caption).toContain("#qqqzzzxx");
    expect(profiles.map(({ id }: { id: string }) => id)).not.toContain(reel.owner.id);
    for (const { id, username } of [profile, reel.owner]) {
      const { data } = await (await large.call("/v1/instagram/profile", { handle: username })).json();
      expect(data.user).toMatchObject({ id, username });
    }
    await large.close();
  });

  it("of YouTube lead to synthetic channels of their own, found by id, handle and address", async () => {
    const large = await openSandbox({ synthetic: 100_000 });
    const { videos } = await (await large.call(SEARCH_PATH, { query: "qqqzzzxx" })).json();
    const { channel } = videos.find((video: { channel: { handle: string } }) =>
      /\.s\d+$/.test(video.channel.handle),
    );
    expect(channel.id).toMatch(/^UC\d{22}$/);
    for (const name of [
      { channelId: channel.id },
      { handle: channel.handle },
      { url: `https://www.youtube.com/@${channel.handle}` },
    ]) {
      const found = await (await large.call("/v1/youtube/channel", name as Record<string, string>)).json();
      expect(found).toMatchObject({
        channelId: channel.id,
        channel: `http://www.youtube.com/@${channel.handle}`,
      });
      const picture = new URL(found.avatar.image.sources[0].url).pathname;
      expect((await fetch(large.url + picture)).headers.get("content-type")).toBe("image/png");
    }
    await large.close();
  });

  it.each([
    [PROFILES_PATH, {}, /query/],
    [PROFILES_PATH, { query: "a", cursor: "0" }, /cursor must be from 1 to 11/],
    [REELS_PATH, { query: "a", page: "x" }, /page must be from 1 to 11/],
    ["/v1/instagram/profile", {}, /handle/],
    [SEARCH_PATH, {}, /query/],
    [SEARCH_PATH, { query: "a", continuationToken: "EooDEg..." }, /continuationToken/],
    ["/v1/youtube/channel", {}, /channelId, handle or url/],
  ])("refuse %s with %j", async (path, query: Record<string, string>, message) => {
    const answer = await sandbox.call(path, query);
    expect([answer.status, (await answer.json()).message]).toEqual([400, expect.stringMatching(message)]);
  });
});

describe("faults", () => {
  it.each(ENDPOINTS)("strike $path", async ({ path, query }) => {
    for (const status of [429, 402, 401, 500]) {
      await fault({ kind: String(status), path, times: 1 });
      const answer = await sandbox.call(path, query);
      expect([answer.status, (await answer.json()).errorStatus]).toEqual([status, status]);
    }
    await fault({ kind: "error_200", path, times: 1 });
    expect(await (await sandbox.call(path, query)).json()).toMatchObject({ success: false });
    await fault({ kind: "cut_off", path, times: 1 });
    await expect((await sandbox.call(path, query)).text()).rejects.toThrow();
    await fault({ kind: "hang", path, times: 1 });
    const init = { headers: { "x-api-key": "k" }, signal: AbortSignal.timeout(50) };
    await expect(sandbox.call(path, query, init)).rejects.toThrow(/timeout/);
    expect((await sandbox.call(path, query)).status).toBe(200);
  });

  it.each(SEARCHES)("spoil the items of $path", async ({ path, query, list }) => {
    const items = async () => {
      const body = await (await sandbox.call(path, query)).json();
      return list === "videos" ? [...body.videos, ...body.shorts] : body[list];
    };
    const texts = (all: object[]) => all.map((item) => JSON.stringify(item));
    const before = texts(await items());
    const changedBy = async (kind: string) => {
      await fault({ kind, keyword: "MakeUp", times: 1 });
      return texts(await items()).filter((item) => !before.includes(item)).length;
    };
    expect(await changedBy("renamed_field")).toBe(before.length - Math.floor(before.length / 4));
    expect(await changedBy("malformed_items")).toBe(before.length / 5);
    await fault({ kind: "duplicate_items", times: 1 });
    const twice = texts(await items());
    expect([twice.length, new Set(twice).size]).toEqual([before.length * 1.5, before.length]);
    await fault({ kind: "empty_page", times: 1 });
    expect(await items()).toEqual([]);
  });

  it.each(PROFILES)("speak of one creator at $path", async ({ path, query }) => {
    const [name = ""] = Object.values(query);
    await fault([
      { kind: "not_found", handle: name, times: 1 },
      { kind: "private", handle: name, times: 1 },
    ]);
    expect((await sandbox.call(path, query)).status).toBe(404);
    const hidden = await sandbox.call(path, query);
    // A channel has no word for being private.
    if (path === "/v1/youtube/channel") expect(hidden.status).toBe(404);
    else expect((await hidden.json()).data.user).toMatchObject({ is_private: true });
    expect((await sandbox.call(path, query)).status).toBe(200);
  });
});
