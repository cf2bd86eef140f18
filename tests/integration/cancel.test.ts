import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readAllowance, readTasks, until } from "#tests/support/engine-probe.ts";
import { startWorkers, type TestWorkers } from "#tests/support/workers.ts";

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
afterAll(() => bench?.stop());

const MOMENTS = 30;
/** Between the cancel's clock and its commit, a call that asked before may still begin. */
const CALL_TOLERANCE = "250 milliseconds";

async function isEnded(jobId: string): Promise<boolean> {
  return (await bench.job(jobId)).finishedAt !== null;
}

async function hasFound(jobId: string): Promise<boolean> {
  return (await bench.job(jobId)).creatorsFound > 0;
}

describe("a job that is cancelled at any moment", () => {
  let workers: TestWorkers;
  beforeAll(async () => {
    workers = await startWorkers(1, 16);
  });
  afterAll(() => workers?.stop());

  it("ends as cancelled, keeps what it delivered, holds nothing and calls nobody any more", async () => {
    await bench.fault({ kind: "slow", delayMs: 40 });
    const jobIds = await Promise.all(
      Array.from({ length: MOMENTS }, async (_, moment) => {
        // Twenty at a time; the others wait for a slot, and some are cancelled while they wait.
        const jobId = await bench.begin(account, {
          keywords: ["makeup", "skincare", "fitness"],
          targetResults: 60,
          expand: moment % 2 === 0,
        });
        await sleep(moment * 25);
        // However slow the machine, one of them has delivered something by then.
        if (moment === MOMENTS - 1) await until("it has found some", () => hasFound(jobId));
        await bench.cancel(account, jobId);
        return jobId;
      }),
    );
    await until(
      "all have ended",
      async () => (await Promise.all(jobIds.map(isEnded))).every(Boolean),
      15_000,
    );
    for (const jobId of jobIds) {
      const job = await bench.job(jobId);
      expect(job).toMatchObject({ status: "cancelled", openTasks: 0, charged: job.creatorsFound });
      expect(job.creatorsEnriched + job.creatorsSkipped + job.creatorsUnavailable).toBe(job.creatorsFound);
    }
    const late = await bench.sql`
      select l.started_at - j.cancel_requested_at as late_by from api_call_logs l
      join scraping_jobs j on j.id = l.job_id
      where l.started_at > j.cancel_requested_at + ${CALL_TOLERANCE}::interval`;
    expect([...late]).toEqual([]);
    const [sum] = await bench.sql<{ charged: number }[]>`
      select sum(charged)::int as charged from scraping_jobs where account_id = ${account.accountId}`;
    expect(sum?.charged).toBeGreaterThan(0);
    expect(await readAllowance(bench, account)).toEqual({
      available: 200_000 - (sum?.charged ?? 0),
      held: 0,
    });
  });
});

describe("a cancel", () => {
  it("of a waiting job ends it at once, and gives all back", async () => {
    const small = await bench.makeAccount("free");
    const runningId = await bench.begin(small, { keywords: ["makeup"], targetResults: 5 });
    const waitingId = await bench.begin(small, { keywords: ["makeup"], targetResults: 7 });
    expect(await bench.job(waitingId)).toMatchObject({ status: "pending" });
    await bench.cancel(small, waitingId);
    expect(await bench.job(waitingId)).toMatchObject({ status: "cancelled", openTasks: 0, charged: 0 });
    expect(await readTasks(bench, waitingId)).toMatchObject([{ state: "cancelled" }]);
    expect(await readAllowance(bench, small)).toEqual({ available: 195, held: 5 });
    await bench.drain();
    expect(await bench.job(runningId)).toMatchObject({ status: "completed" });
  });

  it("twice, or after the end, changes nothing more", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const [task] = await bench.claim(1);
    await bench.cancel(account, jobId);
    const first = await bench.job(jobId);
    expect(first).toMatchObject({ finishedAt: null, openTasks: 1 });
    await bench.cancel(account, jobId);
    expect(await bench.job(jobId)).toEqual(first);
    if (task) await bench.work(task);
    const ended = await bench.job(jobId);
    expect(ended).toMatchObject({ status: "cancelled", charged: 0 });
    expect((await bench.calls()).total).toBe(0);
    await bench.cancel(account, jobId);
    expect(await bench.job(jobId)).toEqual(ended);
  });

  it("ends a job whose worker died with it, as soon as the lease has run out", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    expect(await bench.claim(1)).toHaveLength(1);
    await bench.cancel(account, jobId);
    await bench.drain({ withinMs: 10_000 });
    expect(await bench.job(jobId)).toMatchObject({ status: "cancelled", keywordsFailed: 0 });
    expect(await readTasks(bench, jobId)).toMatchObject([{ state: "cancelled" }]);
  });

  it("lets a page that was under way settle, and makes no details of it due", async () => {
    await bench.fault({ kind: "slow", path: "/search", delayMs: 300, times: 1 });
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const [task] = await bench.claim(1);
    if (!task) throw new Error("no task came");
    const work = bench.work(task);
    await until("the call is under way", async () => (await bench.calls()).total === 1);
    await bench.cancel(account, jobId);
    expect(await work).toMatchObject({ outcome: "settled", endedAccountId: account.accountId });
    expect(await bench.job(jobId)).toMatchObject({
      status: "cancelled",
      creatorsFound: 5,
      creatorsSkipped: 5,
      charged: 5,
    });
    expect(await readTasks(bench, jobId, "enrich")).toEqual([]);
  });
});
