import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { CrashNews, CrashOrder } from "./crashing-worker.ts";
import type { Deliveries } from "./deliveries.ts";

/** What one process compiled, the next need not. */
const COMPILE_CACHE = path.join(tmpdir(), "shoal-test-compile-cache");

const SWEEP_INTERVAL_MS = 100;

/** A process that a test started, and ends by itself at the latest when the test does. */
export interface TestProcess {
  child: ChildProcess;
  /** Resolves with how it ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export function startProcess(script: string, environment: Record<string, string>): TestProcess {
  const child = fork(script, [], {
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, ...environment },
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(child, "exit").then(([code, signal]) => ({ code, signal }));
  return { child, ended };
}

/** Waits for a message of the child of this type; fails when it ends before. */
export async function messageOf(process: TestProcess, type: string): Promise<void> {
  const { promise: isThere, resolve } = Promise.withResolvers<void>();
  const onMessage = (message: unknown) => {
    if ((message as { type?: unknown }).type === type) resolve();
  };
  process.child.on("message", onMessage);
  try {
    await Promise.race([
      isThere,
      process.ended.then((end) => {
        throw new Error(`the process ended before it said ${type}: ${JSON.stringify(end)}`);
      }),
    ]);
  } finally {
    process.child.off("message", onMessage);
  }
}

/** Ends a process at once. */
export async function killProcess(process: TestProcess): Promise<void> {
  process.child.kill("SIGKILL");
  await process.ended;
}

/** The cron of the cloud, for a process that QStash calls. */
function callSweep(url: string): NodeJS.Timeout {
  return setInterval(() => void fetch(`${url}/sweep`).catch(() => {}), SWEEP_INTERVAL_MS);
}

/** A worker process that is loaded, and waits to be told where to crash. */
export async function loadCrashingWorker(environment: Record<string, string>): Promise<TestProcess> {
  const worker = startProcess(fileURLToPath(new URL("./crashing-worker.ts", import.meta.url)), environment);
  await messageOf(worker, "loaded");
  return worker;
}

/** Tells it where to crash, and lets it work; where QStash wakes tasks, it gets the deliveries until it ends. */
export function orderCrash(
  worker: TestProcess,
  order: Partial<CrashOrder>,
  deliveries: Deliveries | null,
): void {
  worker.child.on("message", (news: CrashNews) => {
    if (news.type !== "working" || news.url === null) return;
    deliveries?.forwardTo(news.url);
    const sweeps = callSweep(news.url);
    void worker.ended.then(() => {
      clearInterval(sweeps);
      deliveries?.forwardTo(null);
    });
  });
  worker.child.send({ noise: [], write: null, containing: null, ...order } satisfies CrashOrder);
}

/** Collects the statements that a worker says. */
export function listen(worker: TestProcess): string[] {
  const said: string[] = [];
  worker.child.on("message", (news: CrashNews) => {
    if (news.type === "said") said.push(news.text);
  });
  return said;
}
