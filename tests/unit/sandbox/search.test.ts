import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenSandbox, openSandbox } from "./sandbox-client.ts";

interface Recorded {
  id: string;
  handle: string;
  bio: string;
  emails_truth: string[];
  contents: { caption: string; hashtags: string[] }[];
}
const recorded: Recorded[] = readFileSync(
  new URL("../../../sandbox/data/tiktok.jsonl", import.meta.url),
  "utf8",
)
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line));

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const ids = (items: { aweme_id: string }[]) => items.map((item) => item.aweme_id);

describe("search", () => {
  it("finds every creator who has the word as a hashtag, and none who has it nowhere", async () => {
    const found = new Set((await sandbox.searchAll("skincare")).map((item) => item.author.uid));
    for (const { id, bio, contents } of recorded) {
      const text = [bio, ...contents.flatMap((content) => [content.caption, ...content.hashtags])].join(" ");
      if (contents.some((content) => content.hashtags.includes("skincare"))) expect(found).toContain(id);
      if (!text.normalize("NFKC").toLowerCase().includes("skincare")) expect(found).not.toContain(id);
    }
    expect(found.size).toBeGreaterThan(100);
  });

  it("needs every word of a keyword, in any case and form", async () => {
    const both = await sandbox.searchAll("honest skincare");
    const single = new Set(ids(await sandbox.searchAll("skincare")));
    expect(both.length).toBeGreaterThan(0);
    expect(both.length).toBeLessThan(single.size);
    expect(ids(await sandbox.searchAll("HONEST  ＳＫＩＮＣＡＲＥ")).sort()).toEqual(ids(both).sort());
  });

  it("finds #skincare by its two words", async () => {
    const found = new Set((await sandbox.searchAll("skin care")).map((item) => item.author.uid));
    const tagged = recorded.filter((creator) =>
      creator.contents.some((post) => post.hashtags.includes("skincare")),
    );
    for (const creator of tagged) expect(found).toContain(creator.id);
  });

  it("gives distinct items until nothing is left, some creators more than once", async () => {
    const items = await sandbox.searchAll("makeup");
    expect(new Set(ids(items)).size).toBe(items.length);
    expect(new Set(items.map((item) => item.author.uid)).size).toBeLessThan(items.length);
    const behind = await sandbox.search({ query: "makeup", cursor: String(items.length) });
    expect(behind).toMatchObject({ cursor: items.length, search_item_list: [], credits_charged: 1 });
  });

  it("answers a keyword that nobody uses with an empty list", async () => {
    for (const query of ["qqqzzzxx", "🙂"])
      expect((await sandbox.search({ query })).search_item_list).toEqual([]);
  });

  it("orders by seed and keyword alone", async () => {
    const [same, other] = [await openSandbox(), await openSandbox({ seed: 2 })];
    const first = async (from: OpenSandbox) => ids((await from.search({ query: "makeup" })).search_item_list);
    expect(await first(same)).toEqual(await first(sandbox));
    expect(await first(other)).not.toEqual(await first(sandbox));
    await Promise.all([same.close(), other.close()]);
  });

  it("never serves bios in a search, nor labels anywhere", async () => {
    const byId = new Map(recorded.map((creator) => [creator.id, creator]));
    for (const trim of ["true", "false"]) {
      for (const query of ["makeup", "fitness", "collabs"]) {
        const body = await (await sandbox.searchCall({ query, trim })).text();
        expect(body).not.toMatch(/emails_truth|"category"|signature"/);
        const folded = body.normalize("NFKC").toLowerCase();
        for (const [, uid] of body.matchAll(/"uid":"(\d+)"/g)) {
          const creator = byId.get(uid ?? "");
          expect(creator).toBeDefined();
          for (const address of creator?.emails_truth ?? []) expect(folded).not.toContain(address);
          if (creator && creator.bio.length > 20) expect(body).not.toContain(JSON.stringify(creator.bio));
        }
      }
    }
    const withMail = recorded.find((creator) => creator.emails_truth.length > 0);
    const profile = await (await sandbox.profileCall({ handle: withMail?.handle ?? "" })).text();
    expect(profile).not.toMatch(/emails_truth|"category"/);
    expect(JSON.parse(profile).user.signature).toBe(withMail?.bio);
  });
});

describe("synthetic creators", () => {
  it("match any keyword behind the sample data, each once, and have profiles", async () => {
    const large = await openSandbox({ synthetic: 100_000, pageSize: 1_000 });
    const page = await large.search({ query: "qqqzzzxx" });
    expect(page.search_item_list).toHaveLength(1_000);
    expect(new Set(page.search_item_list.map((item) => item.author.uid)).size).toBe(1_000);
    expect(new Set(page.search_item_list.map((item) => item.author.unique_id)).size).toBe(1_000);
    expect(new Set(ids(page.search_item_list)).size).toBe(1_000);
    expect(page.search_item_list[0]?.desc).toContain("#qqqzzzxx");
    for (const { author } of page.search_item_list.slice(0, 20)) {
      const { user } = await (await large.profileCall({ handle: author.unique_id })).json();
      expect(user).toMatchObject({ id: author.uid, uniqueId: author.unique_id });
      expect((await large.profileCall({ user_id: author.uid })).status).toBe(200);
    }
    const known = (await sandbox.searchAll("makeup")).length;
    const mixed = (await large.search({ query: "makeup" })).search_item_list;
    expect(mixed).toHaveLength(1_000);
    expect(mixed.filter((item) => /\.s\d+$/.test(item.author.unique_id))).toHaveLength(1_000 - known);
    await large.close();
  });

  it("end when all were given", async () => {
    const small = await openSandbox({ synthetic: 45 });
    const items = await small.searchAll("qqqzzzxx");
    expect(new Set(items.map((item) => item.author.uid)).size).toBe(45);
    expect(items).toHaveLength(45);
    await small.close();
  });
});
