import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readTasks } from "#tests/support/engine-probe.ts";
import { countDeadlocks } from "#tests/support/outcomes.ts";

const KEYWORDS = 20;
const TARGET = 1_000;
const PAGE_SIZE = 30;
/** Two such searches, with messages that are waited for. */
const TIME_MAX_MS = 120_000;

let bench: TestBench;
let account: TestAccount;
let leave: () => void;

beforeAll(async () => {
  // Words that nobody writes match only the made-up creators, so that no keyword runs dry.
  bench = await TestBench.start({
    sandbox: { synthetic: 1_000_000, pageSize: PAGE_SIZE },
    settings: { freshDays: 0, leaseMs: 10_000 },
  });
  account = await bench.makeAccount();
  // Also for messages that come when the job has ended.
  leave = bench.onQstash().workWith(bench.engine);
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  bench.onQstash().qstash.clearFaults();
  await bench.calm();
});
afterAll(async () => {
  leave?.();
  await bench?.stop();
});

const words = (stem: string) => Array.from({ length: KEYWORDS }, (_, at) => `zzq${stem}${at}`);

async function runJob(stem: string): Promise<string> {
  const { qstash } = bench.onQstash();
  await bench.forgetCreators();
  qstash.resetMessages();
  const jobId = await bench.begin(account, { keywords: words(stem), targetResults: TARGET });
  await bench.drain({ withinMs: 60_000 });
  return jobId;
}

describe("a search of 20 keywords and 1,000 creators", () => {
  it("takes 125 messages at most, beside one for each further page and one short batch a page", async () => {
    const jobId = await runJob("count");
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: TARGET });
    const searches = await readTasks(bench, jobId);
    const pages = searches.reduce((sum, task) => sum + task.pages, 0);
    const continuations = searches.reduce((sum, task) => sum + task.settles, 0) - KEYWORDS;
    const batches = await readTasks(bench, jobId, "enrich");
    const shortBatches = batches.filter(({ payload }) => (payload.creatorIds?.length ?? 0) < 10).length;
    expect(shortBatches).toBeLessThanOrEqual(pages);
    const { accepted, deliveries } = bench.onQstash().qstash.messages();
    const messages = `${accepted} messages: ${KEYWORDS} keywords, ${continuations} continuations, ${batches.length} batches, ${shortBatches} of them short`;
    console.log(messages);
    expect(accepted, messages).toBeLessThanOrEqual(125 + continuations + shortBatches);
    expect(deliveries).toBe(accepted);
  });

  it("ends the same with every fifth message delivered twice, a third of those late", {
    timeout: TIME_MAX_MS,
  }, async () => {
    const undisturbed = await runJob("dup");
    const expected = await bench.creatorIds(undisturbed);
    const { qstash } = bench.onQstash();
    qstash.setRates({ duplicateRate: 0.2, lateDuplicateShare: 1 / 3, lateByMs: 5_000 });
    const jobId = await runJob("dup");
    await qstash.whenIdle();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: TARGET,
      creatorsEnriched: TARGET,
      charged: TARGET,
      refunded: 0,
    });
    expect((await bench.creatorIds(jobId)).sort()).toEqual(expected.sort());
    const { duplicates } = qstash.messages();
    console.log(`${duplicates} deliveries were second ones`);
    expect(duplicates).toBeGreaterThan(10);
    expect((await bench.calls()).total).toBe(await callsLogged(jobId));
  });

  it("ends the same with messages lost, refused and doubled at once", { timeout: TIME_MAX_MS }, async () => {
    const expected = await bench.creatorIds(await runJob("all"));
    const { qstash } = bench.onQstash();
    qstash.setRates({ duplicateRate: 0.2, dropRate: 0.05, publishFailRate: 0.05, lateByMs: 5_000 });
    const jobId = await runJob("all");
    const { dropped, failedPublishes } = qstash.messages();
    expect(dropped).toBeGreaterThan(0);
    expect(failedPublishes).toBeGreaterThan(0);
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: TARGET });
    expect((await bench.creatorIds(jobId)).sort()).toEqual(expected.sort());
  });

  it("breaks no deadlock of wakes, claims and settles", async () => {
    await bench.onQstash().settled();
    expect(await countDeadlocks(bench.url)).toBe(0);
  });
});

async function callsLogged(jobId: string): Promise<number> {
  const [row] = await bench.sql<{ count: number }[]>`
    select count(*)::int as count from api_call_logs where job_id = ${jobId}`;
  return row?.count ?? 0;
}
