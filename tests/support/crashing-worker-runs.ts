import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Deliveries } from "./deliveries.ts";
import { type TestAccount, TestBench } from "./engine.ts";
import {
  killProcess,
  listen,
  loadCrashingWorker,
  messageOf,
  orderCrash,
  type TestProcess,
} from "./processes.ts";

/** The settings of the worker processes; the healthy worker in the test has the same. */
const CRASH_SETTINGS = {
  leaseMs: 400,
  heartbeatMs: 120,
  sweepIntervalMs: 100,
  pollIntervalMs: 50,
  retryBaseMs: 20,
  retryCapMs: 100,
  freshDays: 0,
};

export function workerEnvironment(bench: TestBench): Record<string, string> {
  return {
    DATABASE_URL: bench.url,
    SCRAPECREATORS_BASE_URL: bench.sandbox.url,
    TASK_LEASE_MS: String(CRASH_SETTINGS.leaseMs),
    TASK_HEARTBEAT_MS: String(CRASH_SETTINGS.heartbeatMs),
    SWEEP_INTERVAL_MS: String(CRASH_SETTINGS.sweepIntervalMs),
    POLL_INTERVAL_MS: String(CRASH_SETTINGS.pollIntervalMs),
    RETRY_BASE_MS: String(CRASH_SETTINGS.retryBaseMs),
    RETRY_CAP_MS: String(CRASH_SETTINGS.retryCapMs),
    ENRICHMENT_FRESH_DAYS: String(CRASH_SETTINGS.freshDays),
  };
}

const KEYWORDS = ["makeup", "skincare"];
const TARGET = 12;
/** Long enough for several polls, sweeps and heartbeats of an idle worker. */
const IDLE_MS = 600;
/** Far beyond what the job takes. */
const WRITES_MAX = 400;

/**
 * Runs the same small job again and again, each time with a worker that is killed before another of its
 * writes: `first`, `first + step`, and so on until one run ends without reaching it. After each kill a healthy
 * worker takes over. Answers how many workers were killed.
 */
export async function crashBeforeEveryWrite(options: { first: number; step: number }): Promise<number> {
  const bench = await TestBench.start({ settings: CRASH_SETTINGS });
  let next: Promise<TestProcess> | null = null;
  try {
    const environment = workerEnvironment(bench);
    const account = await bench.makeAccount();
    const noise = await learnNoise(environment, bench.deliveries);
    const undisturbed = await runHealthy(bench, account);
    let kills = 0;
    next = loadCrashingWorker(environment);
    for (let write = options.first; write < WRITES_MAX; write += options.step) {
      const worker = await next;
      next = loadCrashingWorker(environment);
      await bench.forgetCreators();
      const jobId = await bench.begin(account, { keywords: KEYWORDS, targetResults: TARGET });
      orderCrash(worker, { noise, write }, bench.deliveries);
      const end = await Promise.race([worker.ended, ended(bench, jobId)]);
      if (end === "job") {
        await killProcess(worker);
        return kills;
      }
      expect(end.signal, `write ${write}`).toBe("SIGKILL");
      kills += 1;
      await bench.drain();
      await expectAsUndisturbed(bench, jobId, { write, undisturbed });
    }
    throw new Error(`the job took more than ${WRITES_MAX} writes`);
  } finally {
    if (next) await killProcess(await next);
    await bench.stop();
  }
}

async function learnNoise(
  environment: Record<string, string>,
  deliveries: Deliveries | null,
): Promise<string[]> {
  const worker = await loadCrashingWorker(environment);
  const said = listen(worker);
  const isWorking = messageOf(worker, "working");
  orderCrash(worker, {}, deliveries);
  await isWorking;
  await sleep(IDLE_MS);
  await killProcess(worker);
  return said;
}

async function runHealthy(bench: TestBench, account: TestAccount): Promise<string[]> {
  await bench.forgetCreators();
  const jobId = await bench.begin(account, { keywords: KEYWORDS, targetResults: TARGET });
  await bench.drain();
  return (await bench.creatorIds(jobId)).sort();
}

async function ended(bench: TestBench, jobId: string): Promise<"job"> {
  while ((await bench.job(jobId)).finishedAt === null) await sleep(20);
  return "job";
}

async function expectAsUndisturbed(
  bench: TestBench,
  jobId: string,
  run: { write: number; undisturbed: string[] },
): Promise<void> {
  const at = `killed before write ${run.write}`;
  expect(await bench.violations(), at).toEqual([]);
  expect(await bench.job(jobId), at).toMatchObject({
    status: "completed",
    creatorsFound: TARGET,
    creatorsEnriched: TARGET,
    reserved: TARGET,
    charged: TARGET,
    refunded: 0,
  });
  expect((await bench.creatorIds(jobId)).sort(), at).toEqual(run.undisturbed);
  const logged = await bench.sql<{ action: string; count: number }[]>`
    select action, count(*)::int as count from api_call_logs where job_id = ${jobId} group by action`;
  const rows = new Map(logged.map(({ action, count }) => [action, count]));
  const { byPath } = await bench.calls();
  expect(rows.get("search") ?? 0, at).toBeGreaterThanOrEqual(byPath["/v1/tiktok/search/keyword"] ?? 0);
  expect(rows.get("profile") ?? 0, at).toBeGreaterThanOrEqual(byPath["/v1/tiktok/profile"] ?? 0);
}
