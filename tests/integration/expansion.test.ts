import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ClaimedTask, type Engine, sweep } from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readTasks, SEARCH_PATH, seenCalls } from "#tests/support/engine-probe.ts";

const LANE = "openai";
let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 12 } });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

/** An engine whose model answers these. */
function expandingTo(...keywords: string[]): Engine {
  return {
    ...bench.anotherEngine(),
    expand: async () => ({
      keywords: keywords.map((keyword) => ({ keyword, reason: `like ${keyword}` })),
      source: "test",
    }),
  };
}

async function claimOne(lane?: string): Promise<ClaimedTask> {
  const [task] = await bench.claim(1, bench.engine, lane);
  if (!task) throw new Error("nothing was due");
  return task;
}

describe("expansion", () => {
  it("by rules adds keywords with a reason each, all of which are searched", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqrule"], targetResults: 40, expand: true });
    await bench.drain();
    const job = await bench.job(jobId);
    expect(job).toMatchObject({ status: "completed", creatorsFound: 40, expansionStatus: "completed" });
    const added = (await readTasks(bench, jobId)).filter((task) => task.keywordSource === "expansion");
    expect(added.length).toBeGreaterThan(0);
    expect(job.keywordsDispatched).toBe(1 + added.length);
    for (const task of added) {
      expect(task.keyword).not.toBe("zzqrule");
      expect(task.keywordReason).toContain('"zzqrule"');
    }
  });

  it("is asked once for the same keywords", async () => {
    let asked = 0;
    const counting = expandingTo("zzqkept1");
    const engine: Engine = {
      ...counting,
      expand: (request) => {
        asked += 1;
        return counting.expand(request);
      },
    };
    for (const keywords of [
      ["zzqkepta", "zzqkeptb"],
      ["zzqkeptb", "zzqkepta"],
    ]) {
      const jobId = await bench.begin(account, { keywords, targetResults: 30, expand: true });
      await bench.drain({ engine });
      expect((await readTasks(bench, jobId)).map((task) => task.keyword).sort()).toEqual([
        "zzqkept1",
        "zzqkepta",
        "zzqkeptb",
      ]);
    }
    expect(asked).toBe(1);
  });

  it("that kills its worker each time fails no job", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqkills"], targetResults: 12, expand: true });
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await claimOne(LANE);
      await bench.sql`
        update job_tasks set lease_until = clock_timestamp() - interval '1 second'
        where job_id = ${jobId} and kind = 'expand'`;
      await sweep(bench.engine);
    }
    await bench.drain();
    expect(await readTasks(bench, jobId, "expand")).toMatchObject([{ state: "failed", attempts: 5 }]);
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: 12,
      expansionStatus: "failed",
    });
  });

  it("that comes after the searches have parked sends its keywords to work", async () => {
    const jobId = await bench.begin(account, {
      keywords: ["zzqlatea", "zzqlateb"],
      targetResults: 24,
      expand: true,
    });
    await bench.work(await claimOne());
    await bench.work(await claimOne());
    // Shares count with ten keywords to come: ceil(24 / 12).
    expect(await readTasks(bench, jobId)).toMatchObject([
      { state: "parked", taken: 2 },
      { state: "parked", taken: 2 },
    ]);
    expect(await bench.job(jobId)).toMatchObject({ finders: 1, parkedTasks: 2, status: "searching" });
    expect(await bench.violations()).toEqual([]);

    const engine = expandingTo("zzqlatec", "ZZQlated ", "zzqlatea", "zzqlated");
    await bench.work(await claimOne(LANE), engine);
    expect(await readTasks(bench, jobId)).toMatchObject([
      { state: "parked" },
      { state: "parked" },
      { keyword: "zzqlatec", state: "pending", share: 2, keywordSource: "expansion" },
      { keyword: "zzqlated", state: "pending", share: 2 },
    ]);
    expect(await bench.job(jobId)).toMatchObject({ finders: 2, parkedTasks: 2, keywordsDispatched: 4 });
    expect(await bench.violations()).toEqual([]);

    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: 24,
      keywordsCompleted: 4,
    });
    // What the four pages brought covers it.
    expect(await seenCalls(bench, SEARCH_PATH)).toHaveLength(4);
  });

  it("that brings nothing new releases the parked", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqsame"], targetResults: 11, expand: true });
    await bench.work(await claimOne());
    expect(await readTasks(bench, jobId)).toMatchObject([{ state: "parked", taken: 1 }]);
    const settled = await bench.work(await claimOne(LANE), expandingTo("zzqsame"));
    expect(settled.wake).toEqual(["scrapecreators"]);
    expect(await readTasks(bench, jobId)).toMatchObject([{ state: "pending", share: 11 }]);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: 11,
      keywordsDispatched: 1,
    });
    expect(await seenCalls(bench, SEARCH_PATH)).toHaveLength(1);
  });

  it("beyond the target adds its keywords parked, and releases what is needed", async () => {
    await bench.fault({ kind: "empty_page", keyword: "zzqtight" });
    const jobId = await bench.begin(account, { keywords: ["zzqtight"], targetResults: 2, expand: true });
    await bench.work(await claimOne());
    await bench.work(await claimOne(LANE), expandingTo("zzqt1", "zzqt2", "zzqt3"));
    expect((await readTasks(bench, jobId)).map((task) => task.state)).toEqual([
      "done",
      "pending",
      "parked",
      "parked",
    ]);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: 2,
      keywordsCompleted: 4,
    });
  });

  it("on a target met meanwhile is closed without asking", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqmet"], targetResults: 1, expand: true });
    await bench.work(await claimOne());
    expect(await readTasks(bench, jobId, "expand")).toMatchObject([{ state: "done", reason: "not_needed" }]);
    expect(await bench.claim(1, bench.engine, LANE)).toEqual([]);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: 1,
      keywordsDispatched: 1,
      expansionStatus: "not_needed",
    });
  });

  it("under way when the target is met adds nothing", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqrun"], targetResults: 1, expand: true });
    const expand = await claimOne(LANE);
    await bench.work(await claimOne());
    expect(await bench.job(jobId)).toMatchObject({ creatorsFound: 1, finders: 1, finishedAt: null });
    await bench.work(expand, expandingTo("zzqrun1", "zzqrun2"));
    expect(await readTasks(bench, jobId, "expand")).toMatchObject([{ state: "done", reason: "not_needed" }]);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      keywordsDispatched: 1,
      expansionStatus: "not_needed",
    });
  });

  it("that fails for good never fails the job, and lets its parked keywords go", async () => {
    const engine: Engine = { ...bench.engine, expand: () => Promise.reject(new Error("no model")) };
    const jobId = await bench.begin(account, { keywords: ["zzqfail"], targetResults: 20, expand: true });
    await bench.drain({ engine });
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: 20,
      expansionStatus: "failed",
      keywordsFailed: 0,
    });
    expect(await readTasks(bench, jobId, "expand")).toMatchObject([{ state: "failed", attempts: 5 }]);
  });
});
