import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ClaimedTask, claimTask, sweep } from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readCreators, readTasks, until } from "#tests/support/engine-probe.ts";
import { outcomeOf } from "#tests/support/outcomes.ts";

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

async function claimOne(): Promise<ClaimedTask> {
  const [task] = await bench.claim(1);
  if (!task) throw new Error("no task came");
  return task;
}

function passDeadline(jobId: string): Promise<unknown> {
  return bench.sql`
    update scraping_jobs set deadline_at = clock_timestamp() - interval '1 second' where id = ${jobId}`;
}

/** How long ago the last sweep was, as all sweepers know it. */
function pretendLastSweep(ago: string): Promise<unknown> {
  return bench.sql`update sweeper set swept_at = clock_timestamp() - ${ago}::interval where id = 1`;
}

async function deadlineLeftMs(jobId: string): Promise<number> {
  const [row] = await bench.sql<{ leftMs: number }[]>`
    select (extract(epoch from deadline_at - clock_timestamp()) * 1000)::float8 as left_ms
    from scraping_jobs where id = ${jobId}`;
  return row?.leftMs ?? Number.NaN;
}

describe("a deadline", () => {
  it("runs from the first claim, not from the dispatch", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    expect(await bench.job(jobId)).toMatchObject({ deadlineAt: null, status: "dispatching" });
    await bench.work(await claimOne());
    const { deadlineAt, startedAt } = await bench.job(jobId);
    expect((deadlineAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)).toBeGreaterThanOrEqual(
      bench.engine.settings.jobDeadlineMs,
    );
    await bench.drain();
  });

  it("ends a job that delivered as partial: what was not detailed is skipped, with the reason", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 15 });
    await bench.work(await claimOne());
    const [first] = await bench.claim(1);
    const found = (await bench.job(jobId)).creatorsFound;
    expect(found).toBeGreaterThan(0);
    await passDeadline(jobId);
    await sweep(bench.engine);
    const job = await bench.job(jobId);
    expect(job).toMatchObject({
      status: "partial",
      error: "deadline",
      openTasks: 0,
      percent: 100,
      charged: found,
    });
    expect(job.creatorsSkipped).toBe(found);
    const creators = await readCreators(bench, jobId);
    expect(new Set(creators.map(({ state, reason }) => `${state}: ${reason}`))).toEqual(
      new Set(["skipped: deadline"]),
    );
    const [late] = (await readTasks(bench, jobId, first?.kind)).filter(({ id }) => id === first?.id);
    expect(late).toMatchObject({ state: "failed", errorCode: "deadline", error: "The deadline has passed." });
  });

  it("ends a job that found nothing as an error", async () => {
    const jobId = await bench.begin(account, {
      keywords: ["makeup", "skincare", "fitness"],
      targetResults: 2,
    });
    const task = await claimOne();
    await bench.fault({ kind: "500", times: 1 });
    await bench.work(task);
    await passDeadline(jobId);
    await sweep(bench.engine);
    expect(await bench.job(jobId)).toMatchObject({
      status: "error",
      error: "deadline",
      keywordsFailed: 3,
      charged: 0,
      parkedTasks: 0,
    });
    const [held] = await bench.sql`select sum(held)::int as held from ledger_holds where job_id = ${jobId}`;
    expect(held).toEqual({ held: 0 });
  });

  it("leaves a worker that comes back late nothing to write, and no task to claim", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 20 });
    await bench.fault({ kind: "slow", path: "/search", delayMs: 600, times: 1 });
    const task = await claimOne();
    const zombie = bench.work(task);
    await until("the call is under way", async () => (await bench.calls()).total === 1);
    await passDeadline(jobId);
    expect(await bench.claim(5)).toEqual([]);
    const [other] = (await readTasks(bench, jobId)).filter(({ state }) => state === "pending");
    const { worker, settings } = bench.engine;
    expect(await claimTask(bench.sql, { taskId: other?.id ?? "", worker }, settings)).toMatchObject({
      claim: "nothing",
    });
    await sweep(bench.engine);
    expect(await bench.job(jobId)).toMatchObject({ status: "error", error: "deadline" });
    const ended = await outcomeOf(bench.sql);
    expect(await zombie).toMatchObject({ outcome: "stale" });
    expect(await outcomeOf(bench.sql)).toEqual(ended);
  });

  it("that was extended while the sweeper waited for the job ends nothing", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    await bench.work(await claimOne());
    await passDeadline(jobId);
    let sweeping: Promise<unknown> = Promise.resolve();
    await bench.sql.begin(async (extension) => {
      await extension`
        update scraping_jobs set deadline_at = clock_timestamp() + interval '1 minute' where id = ${jobId}`;
      sweeping = sweep(bench.engine);
      await until("the sweeper waits for the job", async () => {
        const waiting = await bench.sql`
          select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
            and query like '%scraping_jobs%for no key update%'`;
        return waiting.length === 1;
      });
    });
    await sweeping;
    expect(await bench.job(jobId)).toMatchObject({ finishedAt: null, error: null });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed" });
  });

  it("lets a page settle that was just then being saved, and ends the job at the next sweep", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 20 });
    const task = await claimOne();
    await passDeadline(jobId);
    await bench.sql.begin(async (settle) => {
      await settle`select 1 from job_tasks where id = ${task.id} for update`;
      await sweep(bench.engine);
      expect(await bench.job(jobId)).toMatchObject({ finishedAt: null, openTasks: 1 });
    });
    await bench.work(task);
    await passDeadline(jobId);
    await sweep(bench.engine);
    const job = await bench.job(jobId);
    expect(job).toMatchObject({ status: "partial", error: "deadline", charged: job.creatorsFound });
    expect(job.creatorsFound).toBeGreaterThan(0);
  });
});

describe("a gap between sweeps", () => {
  it("longer than the limit is added to open deadlines, once for all sweepers, and to no ended job", async () => {
    const endedId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    await bench.drain();
    const endedAt = (await bench.job(endedId)).deadlineAt;
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 15 });
    await bench.work(await claimOne());
    const leftMs = await deadlineLeftMs(jobId);
    // The laptop slept for an hour, and the deadline passed meanwhile.
    await bench.sql`
      update scraping_jobs set deadline_at = deadline_at - interval '1 hour' where id = ${jobId}`;
    await pretendLastSweep("1 hour");
    await Promise.all([sweep(bench.engine), sweep(bench.anotherEngine()), sweep(bench.anotherEngine())]);
    expect(await bench.job(jobId)).toMatchObject({ finishedAt: null, error: null });
    const nowLeftMs = await deadlineLeftMs(jobId);
    expect(nowLeftMs).toBeLessThanOrEqual(leftMs + 5_000);
    expect(nowLeftMs).toBeGreaterThan(leftMs - 10_000);
    expect((await bench.job(endedId)).deadlineAt).toEqual(endedAt);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed" });
  });

  it("within the limit costs a job its time", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 15 });
    await bench.work(await claimOne());
    await passDeadline(jobId);
    await pretendLastSweep("4 seconds");
    await sweep(bench.engine);
    expect(await bench.job(jobId)).toMatchObject({ status: "partial", error: "deadline" });
  });
});
