import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { runWorker } from "#lib/queue/index.ts";
import { notifyWorkers, WAKE_CHANNEL } from "#lib/queue/notify.ts";
import { WakeListener } from "#lib/queue/wake-listener.ts";
import { workerEnvironment } from "#tests/support/crashing-worker-runs.ts";
import { type CuttingProxy, startCuttingProxy } from "#tests/support/cutting-proxy.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readTasks, until } from "#tests/support/engine-probe.ts";
import { asAdministrator, databaseNameOf } from "#tests/support/outcomes.ts";
import { killProcess, startProcess } from "#tests/support/processes.ts";
import { startStatementProxy } from "#tests/support/statement-proxy.ts";

const WORKER_SCRIPT = fileURLToPath(new URL("../../scripts/worker.ts", import.meta.url));
const OUTAGE_MS = 2_500;

let bench: TestBench;
let account: TestAccount;
let proxy: CuttingProxy;

beforeAll(async () => {
  bench = await TestBench.start({ settings: { freshDays: 0 } });
  account = await bench.makeAccount();
  proxy = await startCuttingProxy(bench.url);
  Object.assign(process.env, workerEnvironment(bench), { TASK_LEASE_MS: "60000", SHUTDOWN_GRACE_MS: "100" });
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(async () => {
  await proxy?.close();
  await bench?.stop();
});

/** The server ends the worker's connections and takes no new one, as one that restarts does. */
async function restartServer(): Promise<void> {
  const name = databaseNameOf(bench.url);
  await asAdministrator(async (admin) => {
    await admin`alter database ${admin(name)} with allow_connections false`;
    await admin`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${name} and application_name like 'shoal%'`;
    await sleep(OUTAGE_MS);
    await admin`alter database ${admin(name)} with allow_connections true`;
  });
}

async function cutNetwork(): Promise<void> {
  await proxy.goDown();
  await sleep(OUTAGE_MS);
  await proxy.comeBack();
}

it("a channel that was refused is had with the next try", async () => {
  const statements = await startStatementProxy(bench.url);
  const heard: string[] = [];
  const listener = new WakeListener({
    url: statements.url,
    onWake: (lane) => heard.push(lane),
    onListening: () => {},
  });
  try {
    statements.begin({ fault: "deadlock", strikeAt: 1 });
    await expect(listener.start()).rejects.toMatchObject({ code: "40P01" });
    expect(statements.end().struck?.text).toContain(WAKE_CHANNEL);
    await listener.start();
    await notifyWorkers(bench.sql, ["scrapecreators"]);
    await until("a notification is heard", async () => heard.length > 0);
  } finally {
    await listener.end();
    await statements.close();
  }
});

describe("a worker that loses its database for some seconds", () => {
  it.each([
    { how: "the server restarts", outage: restartServer },
    { how: "the network is cut", outage: cutNetwork },
  ])("goes on when $how", async ({ outage }) => {
    await bench.fault({ kind: "slow", delayMs: 300 });
    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 40 });
    const worker = startProcess(WORKER_SCRIPT, { ...workerEnvironment(bench), DATABASE_URL: proxy.url });
    try {
      await until("creators are found", async () => (await bench.job(jobId)).creatorsFound > 0);
      await outage();
      await bench.calm();
      await until("the job ends", async () => (await bench.job(jobId)).finishedAt !== null, 15_000);
      expect(worker.child.exitCode).toBeNull();
      expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 40, charged: 40 });
      worker.child.kill("SIGTERM");
      expect(await worker.ended).toEqual({ code: 0, signal: null });
    } finally {
      await killProcess(worker);
    }
  });
});

describe("a worker whose new connection breaks as the driver asks for the server's types", () => {
  it("makes another, and goes on", async () => {
    await bench.fault({ kind: "slow", delayMs: 300 });
    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 40 });
    const worker = startProcess(WORKER_SCRIPT, { ...workerEnvironment(bench), DATABASE_URL: proxy.url });
    try {
      await until("creators are found", async () => (await bench.job(jobId)).creatorsFound > 0);
      let isCut = false;
      proxy.cutCarrier("pg_catalog.pg_type", "reset_at_statement", () => {
        isCut = true;
      });
      proxy.cutAll();
      await until("a connection broke as it asked", async () => isCut);
      await bench.calm();
      await until("the job ends", async () => (await bench.job(jobId)).finishedAt !== null, 15_000);
      expect(worker.child.exitCode).toBeNull();
      expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 40 });
    } finally {
      await killProcess(worker);
    }
  });
});

/** Processes that wait for notifications. */
async function listeners(): Promise<number> {
  const [row] = await bench.sql<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name = 'shoal-listen' and query ilike 'listen %'`;
  return row?.count ?? 0;
}

describe("a worker that is started while its database is away", () => {
  it("waits for it", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 10 });
    await proxy.goDown();
    const worker = startProcess(WORKER_SCRIPT, { ...workerEnvironment(bench), DATABASE_URL: proxy.url });
    try {
      await sleep(OUTAGE_MS);
      await proxy.comeBack();
      expect(worker.child.exitCode).toBeNull();
      await until("the job ends", async () => (await bench.job(jobId)).finishedAt !== null, 15_000);
      expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 10 });
    } finally {
      await killProcess(worker);
    }
  });

  it("waits for the channel of notifications, too", async () => {
    let isCut = false;
    proxy.cutCarrier(`listen "${WAKE_CHANNEL}"`, "reset_at_statement", () => {
      isCut = true;
    });
    // So rarely does it look by itself, that only a notification can have woken it.
    const settings = { ...workerEnvironment(bench), DATABASE_URL: proxy.url, POLL_INTERVAL_MS: "60000" };
    const worker = startProcess(WORKER_SCRIPT, { ...settings, SWEEP_INTERVAL_MS: "60000" });
    try {
      await until("the channel was refused", async () => isCut);
      await until("it listens", async () => (await listeners()) > 0);
      // Found as the channel is had at last.
      const firstId = await bench.begin(account, { keywords: ["makeup"], targetResults: 10 });
      await until("the first job ends", async () => (await bench.job(firstId)).finishedAt !== null, 15_000);
      const secondId = await bench.begin(account, { keywords: ["makeup"], targetResults: 10 });
      const isHeard = async () => {
        await notifyWorkers(bench.sql, ["scrapecreators"]);
        return (await bench.job(secondId)).finishedAt !== null;
      };
      await until("a notification is heard, and the second job ends", isHeard, 15_000);
    } finally {
      await killProcess(worker);
    }
  });

  it("stops in order when it is told to meanwhile", async () => {
    let isAway = false;
    proxy.cutCarrier("insert into provider_gates", "reset_at_statement", () => {
      void proxy.goDown().then(() => {
        isAway = true;
      });
    });
    const worker = startProcess(WORKER_SCRIPT, { ...workerEnvironment(bench), DATABASE_URL: proxy.url });
    try {
      await until("its database is away", async () => isAway);
      worker.child.kill("SIGTERM");
      expect(await worker.ended).toEqual({ code: 0, signal: null });
    } finally {
      await proxy.comeBack();
      await killProcess(worker);
    }
  });
});

describe("a worker that is told to stop while a claim is under way", () => {
  it("gives back what it claimed", async () => {
    await bench.fault({ kind: "slow", delayMs: 20_000 });
    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 40 });
    const stop = new AbortController();
    const isClaim = (statement: string) => statement.includes("with due as materialized");
    await runWorker({ signal: stop.signal, onStatement: (text) => isClaim(text) && stop.abort() });
    const tasks = await readTasks(bench, jobId);
    expect(tasks).toMatchObject([
      { state: "pending", attempts: 0 },
      { state: "pending", attempts: 0 },
    ]);
    await bench.calm();
    await bench.drain();
  });
});
