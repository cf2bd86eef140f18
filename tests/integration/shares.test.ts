import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import {
  readAllowance,
  readCreators,
  readTasks,
  SEARCH_PATH,
  seenCalls,
} from "#tests/support/engine-probe.ts";

const PAGE_SIZE = 12;
let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  // Each word matches a full page of made-up creators of its own, page after page.
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: PAGE_SIZE } });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

const words = (count: number, stem: string) => Array.from({ length: count }, (_, at) => `zzq${stem}${at}`);

/** Claims the next due task and works on it. */
async function workOne() {
  const [task] = await bench.claim();
  if (!task) throw new Error("nothing was due");
  return bench.work(task);
}

async function pagesBought(): Promise<Record<string, number>> {
  const pages: Record<string, number> = {};
  for (const { query } of await seenCalls(bench, SEARCH_PATH)) {
    const keyword = query.query ?? "";
    pages[keyword] = (pages[keyword] ?? 0) + 1;
  }
  return pages;
}

async function expectGapless(jobId: string, count: number) {
  const creators = await readCreators(bench, jobId);
  expect(creators.map((creator) => creator.position)).toEqual(
    Array.from({ length: count }, (_, at) => at + 1),
  );
}

describe("the shares of a target", () => {
  it("one keyword brings it all, a page after the other", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqone"], targetResults: 30 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 30, charged: 30 });
    expect(await readTasks(bench, jobId)).toMatchObject([{ state: "done", share: 30, taken: 30, pages: 3 }]);
    expect(await pagesBought()).toEqual({ zzqone: 3 });
    await expectGapless(jobId, 30);
  });

  it("fifty keywords bring theirs with one page each", async () => {
    const keywords = words(50, "fifty");
    const jobId = await bench.begin(account, { keywords, targetResults: 100 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: 100,
      keywordsDispatched: 50,
      keywordsCompleted: 50,
    });
    expect((await readTasks(bench, jobId)).map((task) => task.taken)).toEqual(Array(50).fill(2));
    expect(await pagesBought()).toEqual(Object.fromEntries(keywords.map((keyword) => [keyword, 1])));
    await expectGapless(jobId, 100);
  });

  it("a target of one buys one page, and the other keywords are not needed", async () => {
    const jobId = await bench.begin(account, { keywords: words(50, "single"), targetResults: 1 });
    expect(await bench.job(jobId)).toMatchObject({ parkedTasks: 49, finders: 1 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: 1,
      keywordsCompleted: 50,
      keywordsFailed: 0,
    });
    const [first, ...others] = await readTasks(bench, jobId);
    expect(first).toMatchObject({ state: "done", taken: 1, reason: null });
    for (const task of others) expect(task).toMatchObject({ state: "done", reason: "not_needed", pages: 0 });
    expect(await pagesBought()).toEqual({ zzqsingle0: 1 });
  });

  it("a target that cannot be divided is met exactly", async () => {
    const jobId = await bench.begin(account, { keywords: words(3, "odd"), targetResults: 10 });
    expect((await readTasks(bench, jobId)).map((task) => task.share)).toEqual([4, 4, 4]);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 10, charged: 10 });
    expect((await readTasks(bench, jobId)).map((task) => task.taken).sort()).toEqual([2, 4, 4]);
    await expectGapless(jobId, 10);
  });
});

describe("a keyword that took its share", () => {
  it("parks with what its page brought beyond it, and uses that before another page", async () => {
    await bench.fault({ kind: "empty_page", keyword: "zzqempty" });
    const jobId = await bench.begin(account, { keywords: ["zzqrich", "zzqempty"], targetResults: 10 });
    await workOne();
    const [parked] = await readTasks(bench, jobId);
    expect(parked).toMatchObject({ state: "parked", share: 5, taken: 5, pages: 1, leaseToken: null });
    expect(parked?.carry).toHaveLength(PAGE_SIZE - 5);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 10 });
    expect(await readTasks(bench, jobId)).toMatchObject([
      { state: "done", taken: 10, pages: 1, carry: [] },
      { state: "done", taken: 0, pages: 1, exhausted: true },
    ]);
    expect(await pagesBought()).toEqual({ zzqrich: 1, zzqempty: 1 });
  });

  it("splits the remainder exactly with the others, from store first and then from new pages", async () => {
    await bench.fault({ kind: "empty_page", keyword: "zzqdry" });
    const jobId = await bench.begin(account, {
      keywords: ["zzqleft", "zzqright", "zzqdry"],
      targetResults: 31,
    });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 31, charged: 31 });
    const [left, right] = await readTasks(bench, jobId);
    // 11 each, then the remainder of 9.
    expect([left?.taken, right?.taken].sort()).toEqual([15, 16]);
    expect(await pagesBought()).toEqual({ zzqleft: 2, zzqright: 2, zzqdry: 1 });
    await expectGapless(jobId, 31);
  });

  it("splits the remainder by store where the stores cover it: no further page", async () => {
    // Nine of twelve items can be read.
    await bench.fault(
      { kind: "malformed_items", keyword: "zzqthin" },
      { kind: "empty_page", keyword: "zzqnone" },
    );
    const jobId = await bench.begin(account, {
      keywords: ["zzqthick", "zzqthin", "zzqnone"],
      targetResults: 21,
    });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 21 });
    expect((await readTasks(bench, jobId)).map((task) => task.taken)).toEqual([12, 9, 0]);
    expect(await seenCalls(bench, SEARCH_PATH)).toHaveLength(3);
  });

  it("stays parked where the store of one covers the remainder", async () => {
    await bench.fault({ kind: "empty_page", keyword: "zzqfew5" });
    const jobId = await bench.begin(account, { keywords: words(6, "few"), targetResults: 12 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 12 });
    expect((await readTasks(bench, jobId)).map((task) => task.taken).sort()).toEqual([0, 2, 2, 2, 2, 4]);
    expect(await seenCalls(bench, SEARCH_PATH)).toHaveLength(6);
  });
});

describe("keywords beyond the target", () => {
  it("start parked and are released one by one when the others find nothing", async () => {
    const keywords = words(5, "spare");
    await bench.fault(...keywords.slice(0, 3).map((keyword) => ({ kind: "empty_page", keyword })));
    const jobId = await bench.begin(account, { keywords, targetResults: 3 });
    expect((await readTasks(bench, jobId)).map((task) => task.state)).toEqual([
      "pending",
      "pending",
      "pending",
      "parked",
      "parked",
    ]);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: 3,
      keywordsCompleted: 5,
    });
    expect((await readTasks(bench, jobId)).map((task) => task.taken)).toEqual([0, 0, 0, 3, 0]);
    expect(await readTasks(bench, jobId)).toMatchObject([{}, {}, {}, { pages: 1 }, { reason: "not_needed" }]);
    expect(await seenCalls(bench, SEARCH_PATH)).toHaveLength(4);
  });

  it("that are released and fail let the next be released", async () => {
    const keywords = words(4, "chain");
    await bench.fault(
      { kind: "empty_page", keyword: "zzqchain0" },
      { kind: "401", keyword: "zzqchain1" },
      { kind: "401", keyword: "zzqchain2" },
    );
    const jobId = await bench.begin(account, { keywords, targetResults: 1 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "partial", creatorsFound: 1, keywordsFailed: 2 });
    expect((await readTasks(bench, jobId)).map((task) => task.taken)).toEqual([0, 0, 0, 1]);
  });
});

describe("keywords that run out", () => {
  it("end the job below its target, and what was held for the rest comes back", async () => {
    const keywords = words(2, "dry");
    await bench.fault(...keywords.map((keyword) => ({ kind: "repeated_cursor", keyword })));
    const before = await readAllowance(bench, account);
    const jobId = await bench.begin(account, { keywords, targetResults: 100 });
    expect(await readAllowance(bench, account)).toEqual({ available: before.available - 100, held: 100 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 24, charged: 24 });
    expect(await readAllowance(bench, account)).toEqual({ available: before.available - 24, held: 0 });
    for (const task of await readTasks(bench, jobId))
      expect(task).toMatchObject({ exhausted: true, taken: 12 });
  });

  it("that lead to the same creators deliver each once and note both ways", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup", "beauty"], targetResults: 5_000 });
    await bench.drain();
    const job = await bench.job(jobId);
    const ids = await bench.creatorIds(jobId);
    expect(new Set(ids).size).toBe(job.creatorsFound);
    const [both] = await bench.sql<{ count: number }[]>`
      select count(*)::int as count from (
        select platform_id from job_creator_matches where job_id = ${jobId}
        group by platform_id having count(distinct keyword) = 2) b`;
    expect(both?.count).toBeGreaterThan(50);
    const [makeup, beauty] = await readTasks(bench, jobId);
    const found = (makeup?.found ?? 0) + (beauty?.found ?? 0);
    expect(found).toBe(job.creatorsFound + (both?.count ?? 0));
    expect((makeup?.taken ?? 0) + (beauty?.taken ?? 0)).toBe(job.creatorsFound);
    await expectGapless(jobId, job.creatorsFound);
  });
});
