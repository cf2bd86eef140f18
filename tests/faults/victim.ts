import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { environmentKeys } from "#lib/env.ts";
import { type Child, startChild } from "#scripts/start/child.ts";
import { type CuttingProxy, type ProxyLosses, startCuttingProxy } from "#tests/support/cutting-proxy.ts";

/** What one process compiled, the next need not. */
const COMPILE_CACHE = path.join(tmpdir(), "shoal-test-compile-cache");
const LOGS = path.resolve("test-results", "faults");
/** What the campaign does not set is not set: a key that is blank is one that Next does not take from .env either. */
const NO_SETTINGS = Object.fromEntries(environmentKeys().map((key) => [key, ""]));
/** By then it works on tasks, after a start and after it stood still. */
const STARTED_AFTER_MS = 1_000;
const AWAKE_AFTER_MS = 300;

export interface ProcessPlan {
  name: string;
  args: string[];
  environment: Record<string, string>;
}

/** Starts a process of the app, with a log of its own in test-results/faults/. */
export function startAppProcess({ name, args, environment }: ProcessPlan, isLogKept = false): Child {
  return startChild({
    args,
    env: {
      ...process.env,
      ...NO_SETTINGS,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...environment,
    },
    logFile: path.join(LOGS, `${name}.log`),
    isLogKept,
    onMessage: () => {},
  });
}

/** A process that is killed and stopped again and again, comes back each time, and reaches Postgres through a proxy. */
export class Victim {
  readonly name: string;
  readonly proxy: CuttingProxy;
  readonly #plan: ProcessPlan;
  #child: Child;
  #killed: Child | null = null;
  #isClosing = false;
  #isStopped = false;
  #standsFrom = performance.now() + STARTED_AFTER_MS;
  /** How it ended where nobody had killed it. */
  readonly ownEnds: string[] = [];

  private constructor(plan: ProcessPlan, proxy: CuttingProxy) {
    this.name = plan.name;
    this.proxy = proxy;
    this.#plan = { ...plan, environment: { ...plan.environment, DATABASE_URL: proxy.url } };
    this.#child = startAppProcess(this.#plan);
    void this.#comeBack();
  }

  static async start(plan: ProcessPlan, databaseUrl: string, losses: ProxyLosses = {}): Promise<Victim> {
    return new Victim(plan, await startCuttingProxy(databaseUrl, losses));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Whether a worker of this name, as tasks carry it, lives in this process now. */
  isWorker(worker: string): boolean {
    return worker.split(":").at(-2) === String(this.pid);
  }

  get isRunning(): boolean {
    return !this.#isStopped && !this.#child.hasEnded();
  }

  /** Whether it has found its way since it was struck. */
  get isStanding(): boolean {
    return this.isRunning && performance.now() > this.#standsFrom;
  }

  kill(): void {
    this.#killed = this.#child;
    this.#signal("SIGKILL");
  }

  /** Stands still, and then goes on as if nothing had been. */
  async stopFor(ms: number): Promise<void> {
    const child = this.#child;
    this.#isStopped = true;
    this.#signal("SIGSTOP");
    await sleep(ms);
    if (child === this.#child) this.#signal("SIGCONT");
    this.#isStopped = false;
    this.#standsFrom = performance.now() + AWAKE_AFTER_MS;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#signal("SIGCONT");
    await this.#child.stop(3_000);
    await this.proxy.close();
  }

  async #comeBack(): Promise<void> {
    for (;;) {
      const child = this.#child;
      const end = await child.ended;
      if (this.#isClosing) return;
      if (child !== this.#killed) this.ownEnds.push(end);
      this.#child = startAppProcess(this.#plan, true);
      this.#standsFrom = performance.now() + STARTED_AFTER_MS;
    }
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#child.hasEnded()) return;
    try {
      process.kill(pid, signal);
    } catch {
      // It has just ended.
    }
  }
}
