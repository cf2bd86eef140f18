import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { workerEnvironment } from "#tests/support/crashing-worker-runs.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readTasks, until } from "#tests/support/engine-probe.ts";
import { startProcess } from "#tests/support/processes.ts";

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
