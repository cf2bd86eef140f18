import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ClaimedTask, type Settled, sweep } from "#lib/search-engine/v2/index.ts";
import { beginJob } from "#lib/search-engine/v2/workers/first-claim.ts";
import { TestBench } from "#tests/support/engine.ts";
import { readTasks, SEARCH_PATH, until } from "#tests/support/engine-probe.ts";

/** Made up: all that a keyword leads to which nobody uses; they fill one page. */
const ALL_CREATORS = 12;

let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: ALL_CREATORS } });
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

describe("two keywords that lead to the same creators at once", () => {
  it("deliver and charge each once, and both are named as what led there", async () => {
    const account = await bench.makeAccount();
    const jobId = await bench.begin(account, { keywords: ["zzqa", "zzqb"], targetResults: 24 });
    const tasks = await bench.claim(2);
    expect(tasks).toHaveLength(2);
    let settling: Promise<Settled[]> = Promise.resolve([]);
    await bench.sql.begin(async (holder) => {
      await beginJobs(tasks);
      await holder`select 1 from scraping_jobs where id = ${jobId} for no key update`;
      settling = Promise.all(tasks.map((task) => bench.work(task)));
      await until("both settles wait for the job", async () => {
        const waiting = await bench.sql`
          select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
            and query like '%scraping_jobs%for no key update%'`;
        return waiting.length === 2;
      });
    });
    expect((await settling).map(({ outcome }) => outcome)).toEqual(["settled", "settled"]);
    expect((await bench.calls()).byPath).toEqual({ [SEARCH_PATH]: 2 });
    const [found] = await bench.sql<{ count: number; twice: number }[]>`
      select count(*)::int as count, (select count(*)::int from (
        select platform_id from job_creator_matches where job_id = ${jobId}
        group by platform_id having count(distinct keyword) = 2) as pairs) as twice
      from job_creators where job_id = ${jobId}`;
    expect(found).toEqual({ count: ALL_CREATORS, twice: ALL_CREATORS });
    expect(await bench.job(jobId)).toMatchObject({ creatorsFound: ALL_CREATORS, charged: ALL_CREATORS });
    const rows = await readTasks(bench, jobId);
    expect(rows.map(({ found: led }) => led)).toEqual([ALL_CREATORS, ALL_CREATORS]);
    expect(rows.map(({ taken }) => taken).sort((a, b) => a - b)).toEqual([0, ALL_CREATORS]);

    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", charged: ALL_CREATORS, refunded: 0 });
  });
});

/** The move to searching, which would wait for the job too. */
async function beginJobs(tasks: ClaimedTask[]): Promise<void> {
  for (const task of tasks) await beginJob(bench.engine, task);
}

describe("keywords that meet the target together", () => {
  it("never exceed it, whoever comes last", async () => {
    const keywords = ["makeup", "skincare", "fitness", "travel", "zzqa", "zzqb", "zzqc", "zzqd"];
    for (const targetResults of [9, 17, 30]) {
      const account = await bench.makeAccount();
      const jobId = await bench.begin(account, { keywords, targetResults });
      const first = await bench.claim(keywords.length);
      expect(first).toHaveLength(keywords.length);
      await Promise.all(first.map((task) => bench.work(task)));
      await bench.drain({ parallel: 16 });
      expect(await bench.job(jobId)).toMatchObject({
        status: "completed",
        creatorsFound: targetResults,
        charged: targetResults,
        keywordsCompleted: keywords.length,
      });
    }
  });
});

describe("two sweepers at once", () => {
  it("pass over a row that cannot be handled, and do each of the others once", async () => {
    const account = await bench.makeAccount();
    const poisonedId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const healthyId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    expect(await bench.claim(2)).toHaveLength(2);
    await bench.sql`update job_tasks set lease_until = clock_timestamp() - interval '1 hour', attempts = 5
      where job_id = ${poisonedId} and state = 'running'`;
    await bench.sql`update job_tasks set lease_until = clock_timestamp() - interval '1 second'
      where job_id = ${healthyId} and state = 'running'`;
    // Its platform is gone since: closing its task needs the adapter.
    await bench.sql`update scraping_jobs set platform = 'gone' where id = ${poisonedId}`;
    const before = await readTasks(bench, healthyId);
    await Promise.all([sweep(bench.engine), sweep(bench.anotherEngine())]);
    expect(await readTasks(bench, healthyId)).toMatchObject([
      { state: "pending", attempts: 1, wakeSeq: (before[0]?.wakeSeq ?? 0) + 1 },
    ]);
    expect(await readTasks(bench, poisonedId)).toMatchObject([{ state: "running", attempts: 5 }]);
    await bench.sql`update scraping_jobs set platform = 'tiktok' where id = ${poisonedId}`;
    await bench.drain();
    expect(await bench.job(poisonedId)).toMatchObject({ status: "error", keywordsFailed: 1, charged: 0 });
    expect(await bench.job(healthyId)).toMatchObject({ status: "completed", charged: 5 });
  });
});
