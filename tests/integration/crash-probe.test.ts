import { setTimeout as sleep } from "node:timers/promises";
import { it } from "vitest";
import { TestBench } from "#tests/support/engine.ts";
import { killProcess, listen, loadCrashingWorker, messageOf, orderCrash } from "#tests/support/processes.ts";

it("probe", async () => {
  const bench = await TestBench.start({ settings: { leaseMs: 500, heartbeatMs: 150, sweepIntervalMs: 100, freshDays: 0 } });
  const account = await bench.makeAccount();
  const env = {
    DATABASE_URL: bench.url, SCRAPECREATORS_BASE_URL: bench.sandbox.url,
    TASK_LEASE_MS: "500", TASK_HEARTBEAT_MS: "150", SWEEP_INTERVAL_MS: "100", POLL_INTERVAL_MS: "50", RETRY_BASE_MS: "20",
    RETRY_CAP_MS: "100", ENRICHMENT_FRESH_DAYS: "0",
  };
  let t0 = performance.now();
  const w = await loadCrashingWorker(env);
  console.log("load", performance.now() - t0);
  const said = listen(w);
  const working = messageOf(w, "working");
  t0 = performance.now();
  orderCrash(w, {});
  await working;
  console.log("working", performance.now() - t0);
  await sleep(800);
  const noise = [...said];
  await killProcess(w);
  const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 12 });
  const w2 = await loadCrashingWorker(env);
  const said2 = listen(w2);
  orderCrash(w2, { noise });
  t0 = performance.now();
  while (!(await bench.job(jobId)).finishedAt) await sleep(10);
  console.log("done", performance.now() - t0);
  await sleep(300);
  await killProcess(w2);
  console.log(noise.length, said2.length);
  console.log(said2.map((s) => s.replace(/\s+/g, " ").slice(0, 110)).join("\n"));
  await bench.stop();
});
