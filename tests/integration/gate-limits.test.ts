import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { getProvider } from "#lib/search-engine/v2/adapters/registry.ts";
import { ALL_PROVIDERS, closeGate, openGate, registerProvider } from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import {
  beginWithPage,
  claimOf,
  letTimePass,
  readTasks,
  seenCalls,
  until,
} from "#tests/support/engine-probe.ts";

const PROVIDER = "scrapecreators";
const JOB_CAP = 15;
const DAY_CAP = 500;
const limits = { parallelMax: 20, callsPerSecondMax: 5_000 };
let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  process.env.SPEND_CAP_PER_JOB = String(JOB_CAP);
  process.env.SPEND_CAP_PER_DAY = String(DAY_CAP);
  bench = await TestBench.start({
    sandbox: { synthetic: 1_000_000, pageSize: 10, searchLatencyMs: 40, profileLatencyMs: 40 },
    // Calls that wait at the gate keep their lease here without a heartbeat.
    settings: { leaseMs: 10_000 },
  });
  registerProvider({ ...getProvider(PROVIDER), limits: () => limits });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
  await bench.sql`update provider_gates set spend_today = 0`;
  Object.assign(limits, { parallelMax: 20, callsPerSecondMax: 5_000 });
});
afterAll(() => bench?.stop());

const words = (count: number, stem: string) => Array.from({ length: count }, (_, at) => `zzq${stem}${at}`);

describe("the gate", () => {
  it("lets no more calls through at once than the provider allows, over two engines", async () => {
    limits.parallelMax = 3;
    const other = bench.anotherEngine();
    for (const keyword of words(4, "par")) {
      await bench.begin(account, { keywords: [keyword], targetResults: 10 });
    }
    await Promise.all([bench.drain({ parallel: 2 }), bench.drain({ parallel: 2, engine: other })]);
    expect((await bench.calls()).maxConcurrent).toBe(3);
    expect((await bench.calls()).total).toBe(4 * 11);
    const workers = await bench.sql`
      select distinct t.worker from api_call_logs l join job_tasks t on t.id = l.task_id`;
    expect(workers).toHaveLength(2);
  });

  it("lets no more calls through a second than the provider allows, in any second", async () => {
    limits.callsPerSecondMax = 20;
    for (const keyword of words(5, "rate")) {
      await bench.begin(account, { keywords: [keyword], targetResults: 10 });
    }
    await Promise.all([bench.drain(), bench.drain({ engine: bench.anotherEngine() })]);
    const started = await bench.sql<{ startedAt: Date }[]>`
      select started_at from api_call_logs where provider = ${PROVIDER} order by started_at desc limit 55`;
    const times = started.map((call) => call.startedAt.getTime());
    expect(await seenCalls(bench)).toHaveLength(55);
    const busiest = Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length),
    );
    expect(busiest).toBeLessThanOrEqual(20);
  });

  it("stops a job that has spent what a job may: partial, with the reason", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqcap"], targetResults: 20 });
    await bench.drain();
    const job = await bench.job(jobId);
    expect(job).toMatchObject({ status: "partial", creatorsFound: 20, creatorsEnriched: JOB_CAP - 2 });
    expect(job.creatorsFailed).toBe(20 - (JOB_CAP - 2));
    expect((await bench.calls()).total).toBe(JOB_CAP);
    const reasons = await bench.sql`
      select distinct reason from job_creators where job_id = ${jobId} and state = 'failed'`;
    expect([...reasons]).toEqual([{ reason: "The spend cap of 15 credits a job is reached." }]);
  });

  it("counts against the caps what calls cost: a refusal nothing", async () => {
    await bench.fault(
      { kind: "429", path: "/search", times: 10, retryAfterSeconds: 0 },
      { kind: "500", path: "/profile", times: 10 },
    );
    const jobId = await bench.begin(account, { keywords: ["zzqfree"], targetResults: 10 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    expect((await bench.calls()).total).toBe(10 + 1 + 10 + 10);
    const [spent] = await bench.sql`
      select s.credits, g.spend_today from job_spend s, provider_gates g
      where s.job_id = ${jobId} and g.provider = ${PROVIDER}`;
    expect(spent).toEqual({ credits: 11, spendToday: 11 });
  });

  it("fails the keywords of a job that spent it all on searching", async () => {
    const keywords = words(20, "broke");
    await bench.fault(...keywords.map((keyword) => ({ kind: "empty_page", keyword })));
    const jobId = await bench.begin(account, { keywords, targetResults: 20 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "partial", keywordsFailed: 20 - JOB_CAP });
    const failed = (await readTasks(bench, jobId)).filter((task) => task.state === "failed");
    for (const task of failed) expect(task).toMatchObject({ errorCode: "spend_cap", attempts: 1 });
  });

  it("makes no call once the day is spent; the job waits and completes the next day", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqday");
    await bench.sql`update provider_gates set spend_today = ${DAY_CAP - 4} where provider = ${PROVIDER}`;
    await bench.calm();
    await bench.work(await claimOf(bench, jobId, "enrich"));
    expect((await bench.calls()).total).toBe(4);
    expect(await bench.job(jobId)).toMatchObject({
      creatorsEnriched: 4,
      creatorsFailed: 0,
      finishedAt: null,
    });
    expect(await readTasks(bench, jobId, "enrich")).toMatchObject([
      {
        state: "pending",
        errorCode: "gate_closed",
        attempts: 0,
        error: expect.stringContaining("500 credits"),
      },
    ]);
    await bench.sql`update provider_gates set spend_day = '2000-01-01' where provider = ${PROVIDER}`;
    await letTimePass(bench, jobId);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
  });
});

describe("the switch that stops all paid calls", () => {
  it("lets no call start while it is on, and everything goes on after", async () => {
    const jobs = await Promise.all(
      words(2, "stop").map((keyword) => bench.begin(account, { keywords: [keyword], targetResults: 10 })),
    );
    await closeGate(bench.sql, ALL_PROVIDERS, "Stopped by an admin.");
    for (const jobId of jobs) {
      expect(await bench.work(await claimOf(bench, jobId))).toMatchObject({ outcome: "waiting" });
      expect(await readTasks(bench, jobId)).toMatchObject([{ error: "Stopped by an admin.", attempts: 0 }]);
    }
    expect((await bench.calls()).total).toBe(0);
    await openGate(bench.sql, ALL_PROVIDERS);
    for (const jobId of jobs) await letTimePass(bench, jobId);
    await bench.drain();
    for (const jobId of jobs) expect(await bench.job(jobId)).toMatchObject({ status: "completed" });
  });

  it("lets calls under way finish, and holds back those that wait behind them", async () => {
    limits.parallelMax = 2;
    const { jobId } = await beginWithPage(bench, account, "zzqhalf");
    await bench.calm();
    await bench.fault({ kind: "slow", path: "/profile", delayMs: 300, times: 2 });
    const work = bench.work(await claimOf(bench, jobId, "enrich"));
    await until("two calls are under way", async () => (await bench.calls()).total === 2);
    await closeGate(bench.sql, ALL_PROVIDERS, "Stopped by an admin.");
    await work;
    expect((await bench.calls()).total).toBe(2);
    expect(await bench.job(jobId)).toMatchObject({ creatorsEnriched: 2, creatorsFailed: 0 });
    await openGate(bench.sql, ALL_PROVIDERS);
    await letTimePass(bench, jobId);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
  });
});
