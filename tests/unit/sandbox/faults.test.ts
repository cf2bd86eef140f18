import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenSandbox, openSandbox } from "./sandbox-client.ts";

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control("DELETE", "/__faults"));

const fault = (rules: unknown) => sandbox.control("POST", "/__faults", rules);
const search = () => sandbox.searchCall({ query: "makeup" });
const HANDLE = "otto_film";

describe("faults", () => {
  it.each([
    ["429", 429],
    ["402", 402],
    ["401", 401],
    ["500", 500],
  ])("%s answers that status with an error body", async (kind, status) => {
    await fault({ kind, retryAfterSeconds: 7 });
    const answer = await search();
    expect(answer.status).toBe(status);
    expect(answer.headers.get("retry-after")).toBe(kind === "429" ? "7" : null);
    expect(await answer.json()).toMatchObject({
      success: false,
      errorStatus: status,
      message: expect.any(String),
    });
  });

  it("hang never answers, and is over when the caller leaves", async () => {
    await sandbox.control("POST", "/__calls/reset");
    await fault({ kind: "hang" });
    await expect(
      sandbox.profileCall(
        { handle: HANDLE },
        { headers: { "x-api-key": "k" }, signal: AbortSignal.timeout(100) },
      ),
    ).rejects.toThrow(/timeout/);
    await sandbox.control("DELETE", "/__faults");
    await sandbox.profileCall({ handle: HANDLE });
    const log = await (await sandbox.control("GET", "/__calls")).json();
    expect(log.calls.map((call: { status: number | null }) => call.status)).toEqual([null, 200]);
  });

  it("cut_off breaks the connection in the middle of the body", async () => {
    await fault({ kind: "cut_off", times: 1 });
    const answer = await search();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect((await search()).ok).toBe(true);
  });

  it("error_200 answers 200 with an error in the body", async () => {
    await fault({ kind: "error_200" });
    const answer = await search();
    expect([answer.status, await answer.json()]).toEqual([
      200,
      expect.objectContaining({ success: false, errorStatus: 500 }),
    ]);
  });

  it.each(["true", "false"])("renamed_field takes a needed field from most items (trim=%s)", async (trim) => {
    await fault({ kind: "renamed_field" });
    const { search_item_list: items } = await sandbox.search({ query: "makeup", trim });
    expect(items).toHaveLength(30);
    expect(items.filter((item) => JSON.stringify(item).includes('"awemeId"'))).toHaveLength(23);
  });

  it.each(["true", "false"])("malformed_items spoils less than half of the items (trim=%s)", async (trim) => {
    const query = { query: "makeup", trim };
    const before = (await sandbox.search(query)).search_item_list;
    await fault({ kind: "malformed_items" });
    const after = (await sandbox.search(query)).search_item_list;
    const changed = after.filter((item, at) => JSON.stringify(item) !== JSON.stringify(before[at]));
    expect([after.length, changed.length]).toEqual([30, 6]);
  });

  it("duplicate_items repeats items of the page", async () => {
    await fault({ kind: "duplicate_items" });
    const { search_item_list: items } = await sandbox.search({ query: "makeup" });
    expect(items).toHaveLength(45);
    expect(new Set(items.map((item) => item.aweme_id)).size).toBe(30);
  });

  it("empty_page has no items", async () => {
    await fault({ kind: "empty_page" });
    expect(await sandbox.search({ query: "makeup" })).toMatchObject({
      search_item_list: [],
      credits_charged: 1,
    });
  });

  it("repeated_cursor gives the cursor that was asked for", async () => {
    await fault({ kind: "repeated_cursor" });
    const page = await sandbox.search({ query: "makeup", cursor: "30" });
    expect([page.cursor, page.search_item_list.length]).toEqual([30, 30]);
  });

  it("private and not_found speak of one creator, by handle or id", async () => {
    await fault([
      { kind: "private", handle: HANDLE, times: 1 },
      { kind: "not_found", handle: "75588902288430954", times: 1 },
    ]);
    expect((await sandbox.profileCall({ handle: "amara_comedy" })).status).toBe(200);
    const answer = await sandbox.profileCall({ handle: HANDLE });
    expect((await answer.json()).user.privateAccount).toBe(true);
    expect((await sandbox.profileCall({ handle: HANDLE })).status).toBe(404);
    expect((await sandbox.profileCall({ handle: HANDLE })).status).toBe(200);
  });

  it("slow delays the answer, and lets another fault strike too", async () => {
    await fault([{ kind: "slow", delayMs: 120 }, { kind: "500" }]);
    const startedAt = performance.now();
    expect((await search()).status).toBe(500);
    expect(performance.now() - startedAt).toBeGreaterThan(110);
  });
});

describe("fault rules", () => {
  it("strike the keyword, path and number of times that they name", async () => {
    await fault([
      { kind: "500", keyword: "MakeUp", times: 2 },
      { kind: "402", path: "/profile" },
    ]);
    const statuses = [];
    for (const query of ["makeup", "fitness", "makeup", "makeup"]) {
      statuses.push((await sandbox.searchCall({ query })).status);
    }
    expect(statuses).toEqual([500, 200, 500, 200]);
    expect((await sandbox.profileCall({ handle: HANDLE })).status).toBe(402);
    const { rules } = await (await sandbox.control("GET", "/__faults")).json();
    expect(rules).toMatchObject([
      { kind: "500", struck: 2 },
      { kind: "402", struck: 1 },
    ]);
  });

  it("strike a share of all different calls, the same whatever their order, and each so many times", async () => {
    const queries = Array.from({ length: 60 }, (_, index) => ({ query: "makeup", cursor: String(index) }));
    const struckOf = async (order: typeof queries) => {
      const struck = new Map<string, number>();
      for (const query of order) {
        const { status } = await sandbox.searchCall(query);
        if (status === 500) struck.set(query.cursor, (struck.get(query.cursor) ?? 0) + 1);
      }
      return struck;
    };
    await fault({ kind: "500", share: 0.2, times: 2 });
    const struck = await struckOf([...queries, ...queries, ...queries]);
    expect(struck.size).toBeGreaterThan(3);
    expect(struck.size).toBeLessThan(25);
    expect(new Set(struck.values())).toEqual(new Set([2]));
    await sandbox.control("DELETE", "/__faults");
    await fault({ kind: "500", share: 0.2, times: 2 });
    expect([...(await struckOf([...queries].reverse())).keys()].sort()).toEqual([...struck.keys()].sort());
  });

  it("strike with a seeded probability", async () => {
    const run = async (seed: number) => {
      const own = await openSandbox({ seed });
      await own.control("POST", "/__faults", { kind: "500", probability: 0.5 });
      const statuses = [];
      for (let call = 0; call < 40; call += 1) {
        statuses.push((await own.profileCall({ handle: HANDLE })).status);
      }
      await own.close();
      return statuses;
    };
    const first = await run(5);
    expect(first).toEqual(await run(5));
    expect(first.filter((status) => status === 500).length).toBeGreaterThan(8);
    expect(first.filter((status) => status === 500).length).toBeLessThan(32);
  });

  it.each([
    ["an unknown kind", { kind: "boom" }, /kind: .*"hang"/],
    ["an unknown field", { kind: "500", keywords: ["a"] }, /keywords/],
    ["a bad number", { kind: "500", times: 0 }, /times/],
    ["a bad rule of several", [{ kind: "500" }, { kind: "slow", delayMs: -1 }], /1\.delayMs/],
    ["an empty list", [], /1 items|at least|>=1/],
  ])("are refused with the field named: %s", async (_, rules, message) => {
    const answer = await fault(rules);
    expect(answer.status).toBe(400);
    expect((await answer.json()).error.message).toMatch(message);
    expect((await (await sandbox.control("GET", "/__faults")).json()).rules).toEqual([]);
  });

  it("are refused when the body is no JSON", async () => {
    const answer = await fetch(`${sandbox.url}/__faults`, { method: "POST", body: "{" });
    expect([answer.status, (await answer.json()).error.message]).toEqual([400, "body: must be JSON"]);
  });
});
