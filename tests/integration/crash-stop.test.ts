import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { workerEnvironment } from "#tests/support/crashing-worker-runs.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readTasks, until } from "#tests/support/engine-probe.ts";
import {
  killProcess,
  loadCrashingWorker,
  messageOf,
  orderCrash,
  startProcess,
} from "#tests/support/processes.ts";

const WORKER_SCRIPT = fileURLToPath(new URL("../../scripts/worker.ts", import.meta.url));

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

/** A lease that no test could wait out, and a backoff that would show. */
function stoppingEnvironment(): Record<string, string> {
  return {
    ...workerEnvironment(bench),
    TASK_LEASE_MS: "60000",
    TASK_HEARTBEAT_MS: "500",
    SHUTDOWN_GRACE_MS: "200",
    RETRY_BASE_MS: "600000",
    RETRY_CAP_MS: "600000",
  };
}

describe("a worker that is told to stop", () => {
  it.each([
    { kind: "search" as const, path: "/v1/tiktok/search/keyword" },
    { kind: "enrich" as const, path: "/v1/tiktok/profile" },
  ])("gives back the $kind tasks in work: due at once, and no attempt burnt", async ({ kind, path }) => {
    await bench.fault({ kind: "slow", path, delayMs: 60_000 });
    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 12 });
    const worker = startProcess(WORKER_SCRIPT, stoppingEnvironment());
    await until("two calls hang", async () => ((await bench.calls()).byPath[path] ?? 0) >= 2);
    worker.child.kill("SIGTERM");
    expect(await worker.ended).toEqual({ code: 0, signal: null });

    const [due] = await bench.sql<{ count: number }[]>`
      select count(*)::int as count from job_tasks where job_id = ${jobId} and kind = ${kind}
        and state = 'pending' and next_at <= clock_timestamp()`;
    expect(due?.count).toBe(2);
    for (const task of await readTasks(bench, jobId, kind)) {
      expect(task).toMatchObject({ state: "pending", attempts: 0, leaseToken: null });
    }
    await bench.calm();
    await bench.drain({ withinMs: 5_000 });
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 12, charged: 12 });
    expect(await bench.sql`select 1 from worker_heartbeats`).toHaveLength(0);
  });

  it("finishes what is done within its grace", async () => {
    await bench.fault({ kind: "slow", path: "/search", delayMs: 600 });
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const worker = startProcess(WORKER_SCRIPT, { ...stoppingEnvironment(), SHUTDOWN_GRACE_MS: "10000" });
    await until("the call is under way", async () => (await bench.calls()).total > 0);
    worker.child.kill("SIGTERM");
    expect(await worker.ended).toEqual({ code: 0, signal: null });
    expect(await readTasks(bench, jobId)).toMatchObject([{ state: "done", taken: 5 }]);
    await bench.calm();
    await bench.drain();
  });
});

describe("a task that kills its worker each time", () => {
  it("ends as failed after five attempts, and its job as partial", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    let kills = 0;
    for (;;) {
      const worker = await loadCrashingWorker(workerEnvironment(bench));
      // The statement with which a batch of creators begins.
      orderCrash(worker, { containing: "select 1 from creators where platform" });
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
    orderCrash(worker, {});
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
