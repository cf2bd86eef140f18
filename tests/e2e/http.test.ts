import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OTHER_USER, type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { dispatch, post, SEARCH, untilEnded } from "./jobs.ts";

let app: TestApp;
let marketer: Session;
let manager: Session;
let other: Session;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 100, profileLatencyMs: 50 } });
  marketer = await app.signIn("marketer@example.com");
  manager = await app.signIn("manager@example.com");
  other = await app.signIn(OTHER_USER);
});

afterAll(() => app?.stop());

/** Every route that belongs to somebody, with the id of one job. */
const ROUTES: readonly { name: string; path: (id: string) => string; init?: RequestInit }[] = [
  { name: "GET jobs", path: () => "/api/v2/jobs" },
  { name: "GET job", path: (id) => `/api/v2/jobs/${id}` },
  { name: "DELETE job", path: (id) => `/api/v2/jobs/${id}`, init: { method: "DELETE" } },
  { name: "POST retry", path: (id) => `/api/v2/jobs/${id}/retry`, init: { method: "POST" } },
  { name: "POST again", path: (id) => `/api/v2/jobs/${id}/again`, init: post({}) },
  { name: "GET timeline", path: (id) => `/api/v2/jobs/${id}/timeline` },
  { name: "GET status", path: (id) => `/api/v2/status?jobId=${id}` },
  { name: "POST dispatch", path: () => "/api/v2/dispatch", init: post(SEARCH) },
  { name: "POST estimate", path: () => "/api/v2/estimate", init: post(SEARCH) },
  { name: "GET people", path: () => "/api/v2/people" },
  { name: "GET usage", path: () => "/api/v2/usage" },
  { name: "GET campaigns", path: () => "/api/v2/campaigns" },
  { name: "POST campaigns", path: () => "/api/v2/campaigns", init: post({ name: "Spring" }) },
  { name: "GET avatars", path: () => "/api/avatars?url=https://yt3.ggpht.com/a" },
  { name: "GET me", path: () => "/api/auth/me" },
];

describe("who may ask", () => {
  it.each(ROUTES)("$name answers 401 without a session", async ({ path, init }) => {
    const answer = await fetch(app.url + path(randomUUID()), init);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(await answer.json()).toEqual({ error: { code: "unauthenticated", message: "Sign in first." } });
  });

  it("does not take a cookie that it never gave", async () => {
    const cookie = `shoal_session=${"A".repeat(43)}`;
    expect((await fetch(`${app.url}/api/auth/me`, { headers: { cookie } })).status).toBe(401);
  });

  it.each(ROUTES.filter(({ path }) => path("x") !== path("y")))(
    "$name answers the same for another account's job, an unknown one and an id that cannot be one",
    async ({ path, init }) => {
      const { jobId } = await dispatch(marketer);
      const [foreign, unknown] = await Promise.all(
        [jobId, randomUUID()].map(async (id) => {
          const answer = await other(path(id), init);
          return { status: answer.status, text: await answer.text() };
        }),
      );
      expect(foreign).toEqual({
        status: 404,
        text: '{"error":{"code":"not_found","message":"No such job."}}',
      });
      expect(unknown).toEqual(foreign);
      expect((await untilEnded(marketer, jobId)).status).toBe("completed");
    },
  );

  it("answers an id that cannot be one like an unknown one", async () => {
    const answer = await marketer("/api/v2/jobs/7");
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('{"error":{"code":"not_found","message":"No such job."}}');
  });

  it("shows a run to the account's other people, and no page of it to another account", async () => {
    const { runId, jobId } = await dispatch(marketer);
    const { jobs } = await (await manager(`/api/v2/jobs?runId=${runId}`)).json();
    expect(jobs).toMatchObject([{ jobId, userName: "Mia Marketer" }]);
    expect(await (await other(`/api/v2/jobs?runId=${runId}`)).json()).toEqual({ jobs: [], nextCursor: null });
    expect((await manager(`/search/${runId}`)).status).toBe(200);
    expect((await other(`/search/${runId}`)).status).toBe(404);
    const foreignRun = await other("/api/v2/dispatch", post({ ...SEARCH, runId }));
    expect(foreignRun.status).toBe(404);
  });

  it("ends a session with its sign-out", async () => {
    const leaving = await app.signIn("manager@example.com");
    expect((await leaving("/api/auth/me")).status).toBe(200);
    const answer = await leaving("/api/auth/local", { method: "DELETE" });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("set-cookie")).toMatch(/^shoal_session=;.*Max-Age=0/);
    expect((await leaving("/api/auth/me")).status).toBe(401);
    expect((await manager("/api/auth/me")).status).toBe(200);
  });

  it("gives a cookie that no script reads and no other site sends", async () => {
    const answer = await fetch(`${app.url}/api/auth/local`, post({ email: "admin@example.com" }));
    expect(await answer.json()).toMatchObject({ name: "Ada Admin", role: "admin", plan: "growth" });
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^shoal_session=[\w-]{43}; Path=\/;/);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).not.toMatch(/Secure/i);
  });

  it("signs in nobody who is not there", async () => {
    const answer = await fetch(`${app.url}/api/auth/local`, post({ email: "nobody@example.com" }));
    expect(answer.status).toBe(401);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  it.each([
    { name: "a page of another site", headers: { origin: "http://evil.example" } },
    { name: "a page without an origin", headers: { origin: "null" } },
    { name: "a page on another port", headers: { origin: "http://localhost:1" } },
    { name: "a cross-site form", headers: { "sec-fetch-site": "cross-site" } },
  ])("refuses $name", async ({ headers }) => {
    const refused = await marketer("/api/v2/dispatch", post(SEARCH, headers as Record<string, string>));
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: "forbidden" } });
  });

  it("refuses a foreign name that leads here", async () => {
    expect(await statusWithHost("rebound.example")).toBe(403);
    expect(await statusWithHost(new URL(app.url).host)).toBe(200);
  });

  it.each(["/", "/sign-in", "/search", `/search/${randomUUID()}`, "/nowhere"])(
    "shows the page %s under no foreign name",
    async (page) => {
      expect(await statusWithHost("rebound.example", page)).toBe(403);
    },
  );

  it.each(["/search", `/search/${randomUUID()}`])(
    "sends whoever opens %s to sign in, and back",
    async (page) => {
      const answer = await fetch(app.url + page, { redirect: "manual" });
      expect(answer.status).toBe(307);
      expect(answer.headers.get("location")).toBe(`/sign-in?next=${encodeURIComponent(page)}`);
    },
  );
});

/** `fetch` sets Host itself. */
function statusWithHost(host: string, path = "/api/health"): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const probe = request(app.url + path, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    probe.on("error", reject);
    probe.end();
  });
}

describe("what may be asked", () => {
  it.each([
    { change: { targetResults: 0 }, field: "targetResults" },
    { change: { targetResults: 5_001 }, field: "targetResults" },
    { change: { targetResults: 1.5 }, field: "targetResults" },
    { change: { targetResults: "10" }, field: "targetResults" },
    { change: { keywords: ["makeup", "  "] }, field: "keywords[1]" },
    { change: { keywords: [] }, field: "keywords" },
    { change: { keywords: Array.from({ length: 51 }, (_, at) => `keyword ${at}`) }, field: "keywords" },
    { change: { platform: "myspace" }, field: "platform" },
    { change: { runId: "7" }, field: "runId" },
    { change: { status: "completed" }, field: "status" },
    { change: { accountId: randomUUID() }, field: "accountId" },
  ])("names $field for $change", async ({ change, field }) => {
    const answer = await marketer("/api/v2/dispatch", post({ ...SEARCH, ...change }));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: "bad_request", field } });
  });

  it.each([
    { change: { targetResults: 0 }, field: "targetResults" },
    { change: { keywords: ["makeup", "  "] }, field: "keywords[1]" },
    { change: { platform: "myspace" }, field: "platform" },
    { change: { campaignId: "7" }, field: "campaignId" },
    { change: { runId: randomUUID() }, field: "runId" },
    { change: { accountId: randomUUID() }, field: "accountId" },
  ])("names $field of an estimate for $change", async ({ change, field }) => {
    const answer = await marketer("/api/v2/estimate", post({ ...SEARCH, ...change }));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: "bad_request", field } });
  });

  it("names what is allowed", async () => {
    const unknownKey = await marketer("/api/v2/dispatch", post({ ...SEARCH, target: 5 }));
    expect((await unknownKey.json()).error.message).toContain("targetResults");
    const unknownPlatform = await marketer("/api/v2/dispatch", post({ ...SEARCH, platform: "myspace" }));
    expect((await unknownPlatform.json()).error.message).toContain("tiktok");
  });

  it.each([
    { name: "broken JSON", init: post("{"), status: 400 },
    { name: "another content type", init: post(SEARCH, { "content-type": "text/plain" }), status: 415 },
    {
      name: "more than a megabyte",
      init: post({ ...SEARCH, keywords: ["a".repeat(1_000_001)] }),
      status: 413,
    },
    { name: "a bad Idempotency-Key", init: post(SEARCH, { "idempotency-key": "two words" }), status: 400 },
  ])("answers $status for $name", async ({ init, status }) => {
    expect((await marketer("/api/v2/dispatch", init)).status).toBe(status);
  });

  it.each(["jobId=7", "", `jobId=${randomUUID()}&since=x`, `jobId=${randomUUID()}&account=1`])(
    "answers 400 for status?%s",
    async (query) => {
      expect((await marketer(`/api/v2/status?${query}`)).status).toBe(400);
    },
  );

  it.each(["limit=0x10", "limit=1e2"])("answers 400 for jobs?%s", async (query) => {
    const answer = await marketer(`/api/v2/jobs?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: "bad_request" } });
  });

  it("answers 400 for half of a character", async () => {
    const body = '{"platform":"tiktok","keywords":["\\ud800"],"targetResults":5}';
    const answer = await marketer("/api/v2/dispatch", post(body));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: "bad_request", field: "keywords[0]" } });
  });

  it.each(["GET", "POST", "PUT", "PATCH", "DELETE"])("answers a %s of no route in JSON", async (method) => {
    const answer = await fetch(`${app.url}/api/v2/nowhere`, { method });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: { code: "not_found", message: "No such route." } });
  });

  it("knows no other methods", async () => {
    expect((await marketer("/api/v2/jobs", { method: "PUT" })).status).toBe(405);
  });
});
