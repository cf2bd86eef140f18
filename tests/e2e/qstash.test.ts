import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Sql } from "#lib/db/index.ts";
import type { DispatchAnswer, StatusAnswer } from "#lib/search-engine/types.ts";
import { isTerminal } from "#lib/search-engine/types.ts";
import { type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { until } from "#tests/support/engine-probe.ts";

const WORKER_ROUTES = ["search", "enrich", "expand", "analyze", "failure"].map(
  (kind) => `/api/v2/worker/${kind}`,
);

async function search(session: Session, body: object): Promise<StatusAnswer> {
  const dispatched = await session("/api/v2/dispatch", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const { jobId }: DispatchAnswer = await dispatched.json();
  let status: StatusAnswer | undefined;
  await until(
    "the search ends",
    async () => {
      status = await (await session(`/api/v2/status?jobId=${jobId}&limit=1000`)).json();
      return status !== undefined && isTerminal(status.status);
    },
    40_000,
  );
  if (!status) throw new Error("no status");
  return status;
}

describe("the app that QStash calls", () => {
  let app: TestApp;
  let sql: Sql;
  let marketer: Session;

  beforeAll(async () => {
    app = await startApp({ queue: "qstash", sandbox: { searchLatencyMs: 50, profileLatencyMs: 20 } });
    sql = connect(app.databaseUrl, { poolMax: 2 });
    marketer = await app.signIn("marketer@example.com");
  });
  afterAll(async () => {
    await sql?.end();
    await app?.stop();
  });

  it("searches without any worker process", async () => {
    const body = { platform: "tiktok", keywords: ["makeup", "skincare"], targetResults: 100 };
    const status = await search(marketer, body);
    expect(status).toMatchObject({
      status: "completed",
      progress: { creatorsFound: 100, creatorsEnriched: 100 },
    });
    expect(await sql`select 1 from worker_heartbeats`).toHaveLength(0);
    expect(await (await fetch(`${app.url}/api/health`)).json()).toMatchObject({
      queue: { transport: "qstash" },
    });
  });

  it("ends a search right with every fifth message delivered twice", async () => {
    app.qstash?.setRates({ duplicateRate: 0.2, lateDuplicateShare: 1 / 3, lateByMs: 500 });
    const body = { platform: "tiktok", keywords: ["fitness", "gym", "yoga", "travel"], targetResults: 200 };
    const status = await search(marketer, body);
    expect(status).toMatchObject({
      status: "completed",
      progress: { creatorsFound: 200, creatorsEnriched: 200 },
    });
    expect(app.qstash?.messages().duplicates).toBeGreaterThan(0);
    expect(new Set(status.creators.map((creator) => creator.platformId)).size).toBe(200);
    expect([...(await sql`select * from invariant_violations`)]).toEqual([]);
  });

  it.each(WORKER_ROUTES)("works for nobody without a signature: %s", async (path) => {
    const answer = await fetch(app.url + path, { method: "POST", body: "{}" });
    expect(answer.status).toBe(401);
  });

  it("sweeps for nobody without the secret", async () => {
    expect((await fetch(`${app.url}/api/cron/sweep`)).status).toBe(401);
  });
});

describe("the app with worker processes", () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());

  it.each(WORKER_ROUTES)("has no such route: %s", async (path) => {
    const answer = await fetch(app.url + path, {
      method: "POST",
      headers: { "upstash-signature": "x.y.z" },
      body: "{}",
    });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: "not_found" } });
  });

  it("has no sweeper's route", async () => {
    expect((await fetch(`${app.url}/api/cron/sweep`)).status).toBe(404);
  });
});

describe("a server that is to be called by QStash, but has no keys", () => {
  it("does not start, and says which are missing", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["node_modules/next/dist/bin/next", "start", "-H", "localhost", "-p", "0"],
      {
        env: { ...process.env, NODE_ENV: "production", QUEUE: "qstash", APP_URL: "https://shoal.example" },
        encoding: "utf8",
        timeout: 30_000,
      },
    );
    expect(stdout + stderr).toContain(
      "Not set: QSTASH_TOKEN, QSTASH_CURRENT_SIGNING_KEY, QSTASH_NEXT_SIGNING_KEY",
    );
    expect(status).toBe(1);
  });
});
