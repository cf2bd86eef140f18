import { runWorker } from "#lib/queue/index.ts";
import { QUICK } from "./engine.ts";

/** Real workers inside the test's process, on DATABASE_URL. */
export interface TestWorkers {
  stop(): Promise<void>;
}

/** Settings are read once a process: call it after the TestBench has started, with the same each time. */
export async function startWorkers(count: number, concurrency = 8): Promise<TestWorkers> {
  Object.assign(process.env, {
    TASK_LEASE_MS: String(QUICK.leaseMs),
    TASK_HEARTBEAT_MS: "200",
    SWEEP_INTERVAL_MS: String(QUICK.sweepIntervalMs),
    SWEEP_GAP_MS: String(QUICK.sweepGapMs),
    POLL_INTERVAL_MS: String(QUICK.pollIntervalMs),
    RETRY_BASE_MS: String(QUICK.retryBaseMs),
    RETRY_CAP_MS: String(QUICK.retryCapMs),
    SHUTDOWN_GRACE_MS: String(QUICK.shutdownGraceMs),
  });
  const stop = new AbortController();
  const ready: Promise<void>[] = [];
  const workers = Array.from({ length: count }, () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    ready.push(promise);
    return runWorker({ concurrency, signal: stop.signal, onReady: resolve });
  });
  await Promise.race([Promise.all(ready), Promise.all(workers)]);
  return {
    stop: async () => {
      stop.abort();
      await Promise.all(workers);
    },
  };
}
