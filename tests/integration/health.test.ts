import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { connect, database, type Sql } from "#lib/db/index.ts";
import { readHealth } from "#lib/health/index.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

let testDatabase: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  vi.stubEnv("DATABASE_URL", testDatabase.url);
  vi.stubEnv("SAMPLE_DATA_PROVIDERS", " scrapecreators, ");
  sql = connect(testDatabase.url, { poolMax: 1 });
});

beforeEach(async () => {
  await sql`truncate worker_heartbeats, provider_gates`;
});

afterAll(async () => {
  await sql?.end();
  await database().end();
  await testDatabase?.drop();
});

async function beat(secondsAgo: number): Promise<void> {
  await sql`
    insert into worker_heartbeats (id, hostname, process_id, concurrency, beat_at)
    values (gen_random_uuid(), 'host', 1, 1, now() - make_interval(secs => ${secondsAgo}))`;
}

it("is ok while a worker reports", async () => {
  await beat(2);
  await beat(40);
  expect(await readHealth()).toEqual({
    status: "ok",
    database: { ok: true, latencyMs: expect.any(Number) },
    queue: { transport: "postgres", due: 0, oldestDueSeconds: null, lastSweepSeconds: expect.any(Number) },
    workers: { alive: 1, lastBeatSeconds: 2 },
    providers: [],
    sampleData: ["scrapecreators"],
  });
});

it("is degraded when no worker has reported for thirty seconds", async () => {
  await beat(31);
  expect(await readHealth()).toMatchObject({
    status: "degraded",
    workers: { alive: 0, lastBeatSeconds: 31 },
  });
});

it("tells which providers take no calls, and why", async () => {
  await sql`
    insert into provider_gates (provider, blocked_until, closed_at, closed_reason) values
      ('closed', null, now(), 'out of credit'),
      ('waited', now() - interval '1 minute', null, null),
      ('waiting', now() + interval '1 minute', null, null)`;
  expect((await readHealth()).providers).toEqual([
    { provider: "closed", open: false, blockedUntil: null, closedReason: "out of credit" },
    { provider: "waited", open: true, blockedUntil: null, closedReason: null },
    {
      provider: "waiting",
      open: false,
      blockedUntil: expect.stringMatching(/^\d{4}-.*Z$/),
      closedReason: null,
    },
  ]);
});

it("is down when the database does not answer", async () => {
  vi.resetModules();
  vi.stubEnv("DATABASE_URL", "postgres://127.0.0.1:1/nowhere");
  vi.stubGlobal("shoalDatabase", undefined);
  const { readHealth: readAgain } = await import("#lib/health/index.ts");
  const { logger: log } = await import("#lib/log/index.ts");
  log.level = "silent";
  expect(await readAgain()).toMatchObject({
    status: "down",
    database: { ok: false },
    queue: { transport: "postgres", due: null, oldestDueSeconds: null, lastSweepSeconds: null },
    workers: { alive: null, lastBeatSeconds: null },
  });
  vi.unstubAllGlobals();
});
