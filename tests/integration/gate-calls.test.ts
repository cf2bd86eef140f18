import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { getProvider } from "#lib/search-engine/v2/adapters/registry.ts";
import { passGate } from "#lib/search-engine/v2/core/provider-gate.ts";
import { type ClaimedTask, registerProvider, sweep } from "#lib/search-engine/v2/index.ts";
import { type CallStart, completeCalls } from "#lib/services/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { claimOf, PROFILE_PATH, SEARCH_PATH, seenCalls, until } from "#tests/support/engine-probe.ts";

const PROVIDER = "scrapecreators";
const limits = { parallelMax: 20, callsPerSecondMax: 5_000, callTimeoutMs: 400 };
let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
  registerProvider({ ...getProvider(PROVIDER), limits: () => limits });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
  limits.parallelMax = 20;
});
afterAll(() => bench?.stop());

function callOf(task: ClaimedTask): CallStart {
  return {
    id: randomUUID(),
    provider: PROVIDER,
    action: "search",
    reason: task.keyword,
    accountId: task.accountId,
    userId: null,
    jobId: task.jobId,
    taskId: task.id,
    leaseToken: task.leaseToken,
    timeoutMs: 400,
    cost: 1,
  };
}

const asked = { spendCapPerJob: 1_000, spendCapPerDay: 1_000_000 };
const pass = (calls: CallStart[]) =>
  passGate(bench.sql, PROVIDER, { calls, ended: [] }, { ...limits, ...asked });

interface CallRow {
  id: string;
  action: string;
  outcome: string;
  reason: string | null;
  jobId: string | null;
  userId: string | null;
  accountId: string | null;
  taskId: string | null;
  status: number | null;
  durationMs: number | null;
  cost: number;
  startedAt: Date;
  completedAt: Date | null;
}

const callRows = (jobId: string) =>
  bench.sql<CallRow[]>`select * from api_call_logs where job_id = ${jobId} order by started_at, id`;

describe("the place of a caller that was killed", () => {
  it("is free again when its lease is over, and not before", async () => {
    limits.parallelMax = 1;
    const killedJob = await bench.begin(account, { keywords: ["zzqkilled"], targetResults: 10 });
    const killed = await claimOf(bench, killedJob);
    expect(await pass([callOf(killed)])).toEqual([{ verdict: "open" }]);
    const jobId = await bench.begin(account, { keywords: ["zzqnext"], targetResults: 10 });
    const next = await claimOf(bench, jobId);
    await bench.sql`update job_tasks set lease_until = lease_until + interval '20 seconds' where id = ${next.id}`;
    await bench.work(next);
    const [call] = await callRows(jobId);
    expect(call?.outcome).toBe("ok");
    expect(call?.startedAt.getTime()).toBeGreaterThanOrEqual(killed.leaseUntil?.getTime() ?? Number.NaN);
    limits.parallelMax = 20;
    await bench.drain();
    for (const id of [killedJob, jobId]) expect(await bench.job(id)).toMatchObject({ status: "completed" });
  });
});

describe("a call for somebody who may not make it", () => {
  it("is refused when the lease has passed to another", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqzombie"], targetResults: 10 });
    const task = await claimOf(bench, jobId);
    const zombie = { ...callOf(task), leaseToken: randomUUID() };
    const [verdict] = await pass([zombie]);
    expect(verdict).toMatchObject({ verdict: "refused", error: { kind: "cancelled" } });
    expect(await callRows(jobId)).toHaveLength(0);
    await bench.drain();
  });

  it("is refused when its job is cancelled", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqstopped"], targetResults: 10 });
    const task = await claimOf(bench, jobId);
    await bench.cancel(account, jobId);
    expect(await pass([callOf(task)])).toMatchObject([{ verdict: "refused", error: { kind: "cancelled" } }]);
    await bench.work(task);
    expect(await bench.job(jobId)).toMatchObject({ status: "cancelled" });
    expect(await seenCalls(bench)).toEqual([]);
  });
});

describe("the log of calls", () => {
  it("has one complete row for each call that the provider saw, good or bad", async () => {
    await bench.fault(
      { kind: "500", path: SEARCH_PATH, times: 1 },
      { kind: "429", path: PROFILE_PATH, times: 3, retryAfterSeconds: 0 },
      { kind: "cut_off", path: PROFILE_PATH, times: 2 },
      { kind: "hang", path: PROFILE_PATH, times: 1 },
      { kind: "not_found", times: 1 },
    );
    const jobId = await bench.begin(account, { keywords: ["zzqlog"], targetResults: 20 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsUnavailable: 1 });
    const rows = await callRows(jobId);
    const seen = await seenCalls(bench);
    const perAction = (action: string) => rows.filter((row) => row.action === action).length;
    expect(perAction("search")).toBe(seen.filter((call) => call.path === SEARCH_PATH).length);
    expect(perAction("profile")).toBe(seen.filter((call) => call.path === PROFILE_PATH).length);
    expect(seen).toHaveLength(1 + 2 + 3 + 2 + 1 + 20);
    for (const row of rows) {
      expect(row).toMatchObject({
        accountId: account.accountId,
        userId: account.userId,
        jobId,
        taskId: expect.any(String),
        reason: expect.any(String),
        durationMs: expect.any(Number),
        completedAt: expect.any(Date),
        cost: expect.any(Number),
        status: row.outcome === "timeout" ? null : expect.any(Number),
      });
    }
    const outcomes = new Map<string, number>();
    for (const { outcome } of rows) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    expect(Object.fromEntries(outcomes)).toEqual({
      ok: 2 + 19,
      http: 1,
      rate_limited: 3,
      bad_body: 2,
      timeout: 1,
      not_found: 1,
    });
  });

  it.each([
    { kind: "search" as const, path: SEARCH_PATH, calls: 1 },
    { kind: "enrich" as const, path: PROFILE_PATH, calls: 10 },
  ])("has the row before the call, and no transaction is open while it lasts: $kind", async (call) => {
    const jobId = await bench.begin(account, { keywords: [`zzqopen${call.kind}`], targetResults: 10 });
    if (call.kind === "enrich") await bench.work(await claimOf(bench, jobId));
    await bench.calm();
    await bench.fault({ kind: "slow", path: call.path, delayMs: 300 });
    const work = bench.work(await claimOf(bench, jobId, call.kind));
    await until("the calls are under way", async () => (await bench.calls()).total === call.calls);
    const started = (await callRows(jobId)).filter((row) => row.outcome === "started");
    const open = await bench.sql`
      select state, query from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
        and xact_start is not null`;
    expect([...open]).toEqual([]);
    expect(started).toHaveLength(call.calls);
    await work;
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed" });
  });

  it("of a process that died is unknown after the sweep, and learns its end should it come after all", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqdead"], targetResults: 10 });
    const task = await claimOf(bench, jobId);
    const [dead, alive] = [callOf(task), callOf(task)];
    await pass([dead, alive]);
    await bench.sql`
      update api_call_logs set started_at = started_at - interval '1 minute' where id = ${dead.id}`;
    await sweep(bench.engine);
    const outcomes = async () =>
      new Map((await callRows(jobId)).map((row) => [row.id, [row.outcome, row.completedAt !== null]]));
    expect(await outcomes()).toEqual(
      new Map([
        [dead.id, ["unknown", false]],
        [alive.id, ["started", false]],
      ]),
    );
    const end = { outcome: "ok", status: 200, durationMs: 60_000, cost: 1 };
    await completeCalls(bench.sql, [{ id: dead.id, ...end }]);
    await completeCalls(bench.sql, [{ id: alive.id, ...end }]);
    expect(await outcomes()).toEqual(
      new Map([
        [dead.id, ["ok", true]],
        [alive.id, ["ok", true]],
      ]),
    );
    await bench.work(task);
    await bench.drain();
  });
});
