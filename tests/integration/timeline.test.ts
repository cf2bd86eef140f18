import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "#lib/db/index.ts";
import {
  readAnyTimeline,
  readTimeline,
  type TaskEntry,
  type TimelineAnswer,
  type TimelineEntry,
  type TimelineQuery,
} from "#lib/search-engine/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { claimOf, dispatchWaiting, PROFILE_PATH, readTasks } from "#tests/support/engine-probe.ts";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ settings: { freshDays: 0 } });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

function read(jobId: string, limit = 500, cursor?: string): Promise<TimelineAnswer> {
  return readTimeline(callerOf(account), jobId, { limit, ...(cursor === undefined ? {} : { cursor }) });
}

const events = (entries: TimelineEntry[]) =>
  entries.flatMap((entry) => (entry.type === "job" ? entry.event : []));
const tasks = (entries: TimelineEntry[]) =>
  entries.filter((entry): entry is TaskEntry => entry.type === "task");

async function readOnly(jobId: string, choice: Partial<TimelineQuery>): Promise<TimelineEntry[]> {
  const { entries } = await readTimeline(callerOf(account), jobId, { limit: 500, ...choice });
  return entries;
}

describe("a timeline", () => {
  it("tells what happened in order, with every call and what it cost", async () => {
    await bench.fault({ kind: "500", path: PROFILE_PATH, times: 2 });
    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 20 });
    await bench.drain();
    const { entries, cost, status, nextCursor } = await read(jobId);
    expect({ status, nextCursor }).toEqual({ status: "completed", nextCursor: null });
    expect(events(entries)).toEqual(["asked", "started", "ended"]);
    expect(entries[0]).toMatchObject({ type: "job", event: "asked", by: "Tess" });
    expect(entries.at(-1)).toMatchObject({ type: "job", event: "ended", status: "completed" });
    const times = entries.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    const made = [...(await readTasks(bench, jobId)), ...(await readTasks(bench, jobId, "enrich"))];
    expect(new Set(tasks(entries).map(({ taskId }) => taskId))).toEqual(new Set(made.map(({ id }) => id)));
    expect(tasks(entries)[0]).toMatchObject({ kind: "search", keyword: "makeup", state: "done", wait: null });
    const calls = entries.filter((entry) => entry.type === "call");
    const [log] = await bench.sql<{ calls: number; credits: number }[]>`
      select count(*)::int as calls, sum(cost)::int as credits from api_call_logs where job_id = ${jobId}`;
    expect(cost).toEqual(log);
    expect(calls).toHaveLength(cost.calls);
    expect(calls.filter(({ outcome }) => outcome === "http")).toHaveLength(2);
    expect(calls[0]).toMatchObject({ action: "search", status: 200, durationMs: expect.any(Number) });
    const secrets = JSON.stringify(entries);
    for (const { leaseToken } of made) if (leaseToken) expect(secrets).not.toContain(leaseToken);
    expect(secrets).not.toContain("lease");
  });

  it("page by page is the same as at once", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 15 });
    await bench.drain();
    const whole = await read(jobId);
    const paged: TimelineEntry[] = [];
    let cursor: string | undefined;
    do {
      const page = await read(jobId, 3, cursor);
      expect(page.cost).toEqual(whole.cost);
      paged.push(...page.entries);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole.entries);
    await expect(read(jobId, 3, "bm9uZQ")).rejects.toMatchObject({ code: "bad_request", field: "cursor" });
  });

  it("shows its work or its calls alone, or the tasks of a kind or in a state", async () => {
    await bench.fault({ kind: "401", keyword: "skincare" });
    const jobId = await bench.begin(account, { keywords: ["skincare", "makeup"], targetResults: 10 });
    await bench.work(await claimOf(bench, jobId));
    const open = await readOnly(jobId, { state: "open" });
    expect(open).toMatchObject([{ type: "task", keyword: "makeup", state: "pending" }]);
    await bench.drain();
    const { entries } = await read(jobId);
    const isOf = (...types: TimelineEntry["type"][]) => entries.filter(({ type }) => types.includes(type));
    expect(await readOnly(jobId, { only: "tasks" })).toEqual(isOf("job", "task"));
    expect(await readOnly(jobId, { only: "calls" })).toEqual(isOf("job", "call"));
    const searches = tasks(entries).filter(({ kind }) => kind === "search");
    expect(await readOnly(jobId, { kind: "search" })).toEqual(searches);
    const failed = await readOnly(jobId, { kind: "search", state: "failed", only: "tasks" });
    expect(failed).toEqual(searches.filter(({ keyword }) => keyword === "skincare"));
    expect(await readOnly(jobId, { state: "open" })).toEqual([]);
  });

  it("says why a task waits, or failed", async () => {
    const small = await bench.makeAccount("free");
    const { jobId: waitingId } = await dispatchWaiting(bench, small, {
      keywords: ["makeup"],
      targetResults: 5,
    });
    const { entries: waiting } = await readTimeline(callerOf(small), waitingId, { limit: 10 });
    expect(tasks(waiting)).toMatchObject([
      { wait: { until: null, reason: "Its search waits for a free slot." } },
    ]);
    await bench.cancel(small, waitingId);

    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 20 });
    await bench.fault({ kind: "500", times: 1 });
    await bench.work(await claimOf(bench, jobId));
    const { entries: open } = await read(jobId);
    expect(tasks(open)[0]).toMatchObject({
      state: "pending",
      attempts: 1,
      wait: { until: expect.any(String), reason: "Something went wrong" },
      error: null,
    });
    await bench.fault({ kind: "401", keyword: "makeup" });
    await bench.drain();
    const { entries } = await read(jobId);
    expect(tasks(entries)[0]).toMatchObject({
      state: "failed",
      wait: null,
      error: { code: "unauthorized", message: expect.any(String) },
    });
  });

  it("is the account's own, and any for admins, who alone see the worker's whole name", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    await bench.drain();
    const other = await bench.makeAccount();
    await expect(readTimeline(callerOf(other), jobId, { limit: 10 })).rejects.toMatchObject({
      code: "not_found",
    });
    const own = await read(jobId);
    const any = await readAnyTimeline(jobId, { limit: 500 });
    expect(any.entries).toHaveLength(own.entries.length);
    expect(any.entries[0]).toMatchObject({ event: "asked", by: null });
    const [task] = tasks(any.entries);
    const [seen] = tasks(own.entries);
    expect(task?.worker).toMatch(/^.+:\d+:[0-9a-f]+$/);
    expect(task?.worker?.endsWith(`:${seen?.worker}`)).toBe(true);
  });
});
