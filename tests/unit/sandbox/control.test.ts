import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenSandbox, openSandbox } from "./sandbox-client.ts";

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control("POST", "/__calls/reset"));

const calls = async (from = sandbox) => (await from.control("GET", "/__calls")).json();

describe("provider endpoints", () => {
  it("refuse a call without a key", async () => {
    const answer = await sandbox.call("/v1/tiktok/profile", { handle: "x" }, { headers: {} });
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ success: false })]);
  });

  it.each([
    ["/v1/tiktok/search/keyword", {}, /query/],
    ["/v1/tiktok/search/keyword", { query: "a", cursor: "-1" }, /cursor/],
    ["/v1/tiktok/profile", {}, /handle or user_id/],
  ])("refuse %s with %j", async (path, query, message) => {
    const answer = await sandbox.call(path, query);
    expect(answer.status).toBe(400);
    expect((await answer.json()).message).toMatch(message);
  });

  it("do not know other paths", async () => {
    expect((await sandbox.call("/v1/other")).status).toBe(404);
  });

  it("listen on loopback only", () => {
    expect(sandbox.url).toBe(`http://127.0.0.1:${sandbox.port}`);
  });
});

describe("avatars", () => {
  it("are the same small PNG for the same creator, at the address that the answers give", async () => {
    const page = await sandbox.search({ query: "makeup" });
    const [first, second] = await Promise.all(
      [page.search_item_list[0], page.search_item_list[5]].map(async (item) => {
        const { user } = await (await sandbox.profileCall({ user_id: item?.author.uid ?? "" })).json();
        expect(JSON.stringify(item)).toContain(user.avatarLarger);
        const answer = await fetch(sandbox.url + new URL(user.avatarLarger).pathname);
        expect(answer.headers.get("content-type")).toBe("image/png");
        return Buffer.from(await answer.arrayBuffer());
      }),
    );
    expect(first?.subarray(1, 4).toString()).toBe("PNG");
    expect([first?.readUInt32BE(16), first?.readUInt32BE(20)]).toEqual([64, 64]);
    const data = first?.subarray(first.indexOf("IDAT") + 4, first.indexOf("IEND") - 8);
    expect(inflateSync(data ?? Buffer.alloc(0))).toHaveLength(64 * 9);
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
  });
});

describe("call log", () => {
  it("counts calls by path with query and status, not control calls and pictures", async () => {
    await sandbox.search({ query: "makeup" });
    await sandbox.profileCall({ handle: "nobody.there" });
    await fetch(`${sandbox.url}/avatars/1.png`);
    expect(await calls()).toEqual({
      total: 2,
      different: 2,
      byPath: { "/v1/tiktok/search/keyword": 1, "/v1/tiktok/profile": 1 },
      maxConcurrent: 1,
      calls: [
        {
          path: "/v1/tiktok/search/keyword",
          query: { query: "makeup", trim: "true" },
          at: expect.any(Number),
          status: 200,
          isCutOff: false,
        },
        {
          path: "/v1/tiktok/profile",
          query: { handle: "nobody.there" },
          at: expect.any(Number),
          status: 404,
          isCutOff: false,
        },
      ],
    });
  });

  it("tells how many calls ran at once, and one after another as one", async () => {
    const slow = await openSandbox({ profileLatencyMs: 100 });
    await Promise.all(Array.from({ length: 7 }, () => slow.profileCall({ handle: "otto_film" })));
    expect(await calls(slow)).toMatchObject({ total: 7, maxConcurrent: 7 });
    await slow.control("POST", "/__calls/reset");
    expect(await calls(slow)).toEqual({ total: 0, different: 0, byPath: {}, maxConcurrent: 0, calls: [] });
    for (let call = 0; call < 3; call += 1) await slow.profileCall({ handle: "otto_film" });
    expect(await calls(slow)).toMatchObject({ total: 3, maxConcurrent: 1 });
    await slow.close();
  });
});

describe("latency", () => {
  it("is that of the endpoint", async () => {
    const slow = await openSandbox({ searchLatencyMs: 150, profileLatencyMs: 50, latencyJitter: 0.2 });
    const time = async (call: Promise<Response>) => {
      const startedAt = performance.now();
      await (await call).text();
      return performance.now() - startedAt;
    };
    expect(await time(slow.searchCall({ query: "makeup" }))).toBeGreaterThan(115);
    expect(await time(slow.profileCall({ handle: "otto_film" }))).toBeGreaterThan(38);
    await slow.close();
  });
});

describe("options", () => {
  it.each([
    [{ pageSize: 0 }, /pageSize[\s\S]*from 1 to 1000/],
    [{ latencyJitter: 2 }, /latencyJitter[\s\S]*from 0 to 1/],
    [{ port: 1.5 }, /port[\s\S]*whole number/],
  ])("out of range are refused: %j", async (options, message) => {
    await expect(openSandbox(options)).rejects.toThrow(message);
  });
});
