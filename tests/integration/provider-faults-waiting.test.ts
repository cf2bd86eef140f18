import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ALL_PROVIDERS, closeGate, openGate } from "#lib/search-engine/v2/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import {
  letTimePass,
  PROFILE_PATH,
  readCallLog,
  readTasks,
  SEARCH_PATH,
  seenCalls,
} from "#tests/support/engine-probe.ts";
import { pollStatus } from "#tests/support/status.ts";

const PROVIDER = "scrapecreators";
let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({
    sandbox: { synthetic: 1_000_000, pageSize: 10 },
    // Calls that wait at the gate keep their lease here without a heartbeat.
    settings: { leaseMs: 10_000 },
  });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

interface Gate {
  isBlocked: boolean;
  closedReason: string | null;
}

async function readGate(): Promise<Gate | undefined> {
  const [gate] = await bench.sql<Gate[]>`
    select coalesce(blocked_until > clock_timestamp(), false) as is_blocked, closed_reason
    from provider_gates where provider = ${PROVIDER}`;
  return gate;
}

async function workOne() {
  const [task] = await bench.claim();
  if (!task) throw new Error("nothing was due");
  return bench.work(task);
}

describe("429 with Retry-After", () => {
  it("keeps every job from calling until it is over, and burns no attempt", async () => {
    await bench.fault({ kind: "429", path: SEARCH_PATH, times: 1, retryAfterSeconds: 1 });
    const jobId = await bench.begin(account, { keywords: ["zzqa"], targetResults: 10 });
    expect(await workOne()).toMatchObject({ outcome: "waiting" });
    expect(await readGate()).toMatchObject({ isBlocked: true });
    expect(await readTasks(bench, jobId)).toMatchObject([
      { state: "pending", attempts: 0, errorCode: "rate_limited", leaseToken: null },
    ]);
    const other = await bench.begin(await bench.makeAccount(), { keywords: ["zzqb"], targetResults: 10 });
    await bench.drain();
    const [refused, ...later] = await seenCalls(bench);
    expect(refused?.status).toBe(429);
    // The pause is counted from the answer, the calls by when they came in.
    for (const call of later) expect(call.at - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
    for (const id of [jobId, other]) expect(await bench.job(id)).toMatchObject({ status: "completed" });
    expect(await readCallLog(bench, jobId)).toContainEqual({
      action: "search",
      outcome: "rate_limited",
      status: 429,
      cost: 0,
    });
  });

  it("is waited out more often than there are attempts, by searches and by profiles", async () => {
    await bench.fault(
      { kind: "429", path: SEARCH_PATH, times: 7, retryAfterSeconds: 0 },
      { kind: "429", path: PROFILE_PATH, times: 30, retryAfterSeconds: 0 },
    );
    const jobId = await bench.begin(account, { keywords: ["zzqc"], targetResults: 10 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    expect(await seenCalls(bench)).toHaveLength(7 + 1 + 30 + 10);
  });
});

describe("402", () => {
  it("closes the gate for all until an admin opens it; the tasks wait and then complete", async () => {
    await bench.fault({ kind: "402", path: SEARCH_PATH, times: 1 });
    const jobId = await bench.begin(account, { keywords: ["zzqd"], targetResults: 10 });
    expect(await workOne()).toMatchObject({ outcome: "waiting" });
    expect(await readGate()).toMatchObject({ closedReason: expect.stringContaining("402") });

    const other = await bench.begin(await bench.makeAccount(), { keywords: ["zzqe"], targetResults: 10 });
    await letTimePass(bench, jobId);
    await workOne();
    await workOne();
    expect(await seenCalls(bench)).toHaveLength(1);
    for (const id of [jobId, other]) {
      expect(await readTasks(bench, id)).toMatchObject([
        { state: "pending", attempts: 0, errorCode: "gate_closed", error: expect.stringContaining("402") },
      ]);
    }

    await openGate(bench.sql, PROVIDER);
    expect(await readGate()).toEqual({ isBlocked: false, closedReason: null });
    for (const id of [jobId, other]) await letTimePass(bench, id);
    await bench.drain();
    for (const id of [jobId, other]) expect(await bench.job(id)).toMatchObject({ status: "completed" });
  });

  it("in the middle of a batch keeps what came and waits with the rest", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqf"], targetResults: 10 });
    await workOne();
    await bench.fault({ kind: "402", path: PROFILE_PATH, times: 1 });
    await workOne();
    const job = await bench.job(jobId);
    expect(job).toMatchObject({ status: "enriching", creatorsFailed: 0, finishedAt: null });
    expect(job.creatorsEnriched).toBeLessThan(10);
    expect(await readTasks(bench, jobId, "enrich")).toMatchObject([{ state: "pending", attempts: 0 }]);
    await openGate(bench.sql, PROVIDER);
    await letTimePass(bench, jobId);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    expect(await seenCalls(bench, PROFILE_PATH)).toHaveLength(11);
  });
});

describe("a stop of all paid calls", () => {
  it("is told by the status of a job whose profiles wait for it, and ends with it", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqstop"], targetResults: 10 });
    await workOne();
    const caller = callerOf(account);
    const before = await pollStatus(caller, { jobId, limit: 100 }, null);
    await closeGate(bench.sql, ALL_PROVIDERS, "The month's budget is under review.");
    expect(await workOne()).toMatchObject({ outcome: "waiting" });
    const during = await pollStatus(caller, { jobId, limit: 100 }, before.etag);
    expect(during.body?.status).toBe("enriching");
    expect(during.body?.progress.details).toContain("The month's budget is under review.");
    await openGate(bench.sql, ALL_PROVIDERS);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
  });
});
