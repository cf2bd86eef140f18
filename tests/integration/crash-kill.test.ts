import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { workerEnvironment } from "#tests/support/crashing-worker-runs.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readTasks, until } from "#tests/support/engine-probe.ts";
import { killProcess, loadCrashingWorker, messageOf, orderCrash } from "#tests/support/processes.ts";

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

describe("a task that kills its worker each time", () => {
  it("ends as failed after five attempts, and its job as partial", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    let kills = 0;
    for (;;) {
      const worker = await loadCrashingWorker(workerEnvironment(bench));
      // The statement with which a batch of creators begins.
      orderCrash(worker, { containing: "select 1 from creators where platform" }, bench.deliveries);
      const jobEnded = until("the job ends", async () => (await bench.job(jobId)).finishedAt !== null);
      const end = await Promise.race([worker.ended, jobEnded.then(() => null)]);
      if (end === null) {
        await killProcess(worker);
        break;
      }
      jobEnded.catch(() => {});
      expect(end.signal).toBe("SIGKILL");
      kills += 1;
      expect(kills).toBeLessThanOrEqual(5);
    }
    expect(kills).toBe(5);
    expect(await bench.job(jobId)).toMatchObject({ status: "partial", creatorsFound: 5, creatorsFailed: 5 });
    expect(await readTasks(bench, jobId, "enrich")).toMatchObject([
      { state: "failed", attempts: 5, errorCode: "lease_expired" },
    ]);
    expect(await bench.job(jobId)).toMatchObject({ charged: 5, reserved: 5 });
  });
});

describe("a worker process that is killed", () => {
  it("leaves calls that are not known to have ended: its log rows become unknown, never nothing", async () => {
    await bench.fault({ kind: "slow", path: "/search", delayMs: 60_000 });
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const worker = await loadCrashingWorker(workerEnvironment(bench));
    const isWorking = messageOf(worker, "working");
    orderCrash(worker, {}, bench.deliveries);
    await isWorking;
    await until("the call hangs", async () => (await bench.calls()).total === 1);
    await killProcess(worker);
    await bench.calm();
    // Longer ago than the provider's time limit.
    await bench.sql`update api_call_logs set started_at = started_at - interval '1 hour' where job_id = ${jobId}`;
    await bench.drain();
    const calls = await bench.sql<{ outcome: string; completedAt: Date | null }[]>`
      select outcome, completed_at from api_call_logs where job_id = ${jobId} and action = 'search'
      order by started_at`;
    expect(calls.map(({ outcome }) => outcome)).toEqual(["unknown", "ok"]);
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", charged: 5 });
  });
});
