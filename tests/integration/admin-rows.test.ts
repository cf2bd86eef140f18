import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type AdminCall,
  type AdminCallsQuery,
  type AdminTask,
  type AdminTasksQuery,
  listAdminCalls,
  listAdminTasks,
  listFailures,
  readOverview,
} from "#lib/admin/index.ts";
import type { Caller } from "#lib/auth/index.ts";
import { database } from "#lib/db/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { claimOf } from "#tests/support/engine-probe.ts";

const PROVIDER = "scrapecreators";

let bench: TestBench;
let account: TestAccount;
let admin: Caller;
let failedId: string;

beforeAll(async () => {
  bench = await TestBench.start();
  account = await bench.makeAccount("free");
  const other = await bench.makeAccount();
  admin = { ...callerOf(await bench.makeAccount()), role: "admin" };
  await bench.fault({ kind: "401", keyword: "pottery" });
  failedId = await bench.begin(other, { keywords: ["pottery", "travel"], targetResults: 12 });
  await bench.drain();
  await bench.calm();
  const running = await bench.begin(account, { keywords: ["food", "makeup"], targetResults: 5 });
  await bench.dispatch(account, { keywords: ["music"], targetResults: 5 });
  await claimOf(bench, running);
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

async function tasksOf(query: Partial<AdminTasksQuery>): Promise<AdminTask[]> {
  const { tasks } = await listAdminTasks(admin, { state: "open", hours: 1, limit: 100, ...query });
  return tasks;
}

async function callsOf(query: Partial<AdminCallsQuery>): Promise<AdminCall[]> {
  const { calls } = await listAdminCalls(admin, { provider: PROVIDER, hours: 1, limit: 100, ...query });
  return calls;
}

describe("the tasks behind the numbers", () => {
  it("are as many as each board says", async () => {
    const { tasks } = await readOverview(admin);
    expect(tasks.open).toHaveLength(2);
    for (const { kind, state, count, due } of tasks.open) {
      expect(await tasksOf({ kind, state })).toHaveLength(count);
      expect(await tasksOf({ kind, state: "due" })).toHaveLength(state === "pending" ? due : 1);
    }
    expect(tasks.finished.map(({ kind }) => kind)).toEqual(["enrich", "search"]);
    for (const { kind, done, failed, cancelled } of tasks.finished) {
      expect(await tasksOf({ kind, state: "done" })).toHaveLength(done);
      expect(await tasksOf({ kind, state: "failed" })).toHaveLength(failed);
      expect(await tasksOf({ kind, state: "cancelled" })).toHaveLength(cancelled);
    }
    const { failures } = await listFailures(admin, { hours: 1 });
    for (const { provider, kind, reason, tasks: count } of failures) {
      expect(await tasksOf({ provider, kind, reason, state: "failed" })).toHaveLength(count);
    }
  });

  it("tell what they do, for whom, who works on them and what went wrong", async () => {
    expect(await tasksOf({ state: "failed" })).toEqual([
      {
        taskId: expect.any(String),
        jobId: failedId,
        accountName: "Test",
        provider: PROVIDER,
        kind: "search",
        state: "failed",
        keyword: "pottery",
        creatorCount: null,
        attempts: 1,
        worker: bench.engine.worker,
        cost: expect.any(Number),
        error: expect.any(String),
        createdAt: expect.any(String),
        startedAt: expect.any(String),
        finishedAt: expect.any(String),
      },
    ]);
    expect(await tasksOf({ state: "running", worker: bench.engine.worker })).toHaveLength(1);
    expect(await tasksOf({ state: "running", worker: "nobody" })).toEqual([]);
    const [batch] = await tasksOf({ state: "done", kind: "enrich" });
    expect(batch).toMatchObject({ keyword: null, creatorCount: expect.any(Number) });
  });

  it.each(["open", "done"] as const)("come page by page: %s", async (state) => {
    const whole = await tasksOf({ state });
    expect(whole.length).toBeGreaterThan(1);
    const moments = whole.map(({ createdAt, finishedAt }) => finishedAt ?? createdAt);
    const sorted = [...moments].sort();
    expect(moments).toEqual(state === "open" ? sorted : sorted.reverse());
    const first = await listAdminTasks(admin, { state, hours: 1, limit: whole.length - 1 });
    const cursor = first.nextCursor ?? "";
    const rest = await listAdminTasks(admin, { state, hours: 1, limit: 100, cursor });
    expect([...first.tasks, ...rest.tasks]).toEqual(whole);
    expect(rest.nextCursor).toBeNull();
  });
});

describe("the calls behind the numbers", () => {
  it("are as many as the board of the provider says", async () => {
    const { providers } = await readOverview(admin);
    const calls = providers.find(({ provider }) => provider === PROVIDER)?.calls;
    const failed = await callsOf({ outcome: "failed" });
    expect(failed.length / (calls?.ended ?? 0)).toBeCloseTo(calls?.errorShare ?? Number.NaN);
    expect(await callsOf({ outcome: "ended" })).toHaveLength(calls?.ended ?? 0);
    expect(await callsOf({ outcome: "under_way" })).toHaveLength(calls?.underWay ?? 0);
    expect(failed[0]).toMatchObject({
      jobId: failedId,
      action: "search",
      reason: "pottery",
      outcome: "unauthorized",
      status: 401,
      durationMs: expect.any(Number),
    });
  });

  it("come page by page, newest first", async () => {
    const whole = await callsOf({});
    const times = whole.map(({ startedAt }) => startedAt);
    expect(times).toEqual([...times].sort().reverse());
    const first = await listAdminCalls(admin, { provider: PROVIDER, hours: 1, limit: 2 });
    const cursor = first.nextCursor ?? "";
    const rest = await listAdminCalls(admin, { provider: PROVIDER, hours: 1, limit: 100, cursor });
    expect([...first.calls, ...rest.calls]).toEqual(whole);
  });
});

describe("rows of all accounts", () => {
  it("are not there for who is no admin, nor for names that there are not", async () => {
    const caller = callerOf(account);
    const missing = { code: "not_found", message: "No such route." };
    await expect(listAdminTasks(caller, { state: "open", hours: 1, limit: 5 })).rejects.toMatchObject(
      missing,
    );
    await expect(listAdminCalls(caller, { provider: PROVIDER, hours: 1, limit: 5 })).rejects.toMatchObject(
      missing,
    );
    await expect(tasksOf({ provider: "nobody" })).rejects.toMatchObject({ field: "provider" });
    await expect(callsOf({ provider: "nobody" })).rejects.toMatchObject({ field: "provider" });
    await expect(tasksOf({ cursor: "bm9uZQ" })).rejects.toMatchObject({ field: "cursor" });
  });
});
