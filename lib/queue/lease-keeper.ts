import { setTimeout as sleep } from "node:timers/promises";
import { logger } from "#lib/log/index.ts";
import { type ClaimedTask, type Engine, extendLeases } from "#lib/search-engine/v2/index.ts";

interface Held {
  id: string;
  leaseToken: string;
  controller: AbortController;
  /** By this process's monotonic clock; only ever judged against itself. */
  expiresAtMs: number;
}

/** The leases that this process holds: extended together, given up when lost. */
export class LeaseKeeper {
  private readonly engine: Engine;
  private readonly held = new Map<string, Held>();
  private readonly running = new Set<Promise<unknown>>();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  get count(): number {
    return this.held.size;
  }

  /** Runs work under the task's lease; its signal is aborted when the lease is lost or the process stops. */
  run<T>(task: ClaimedTask, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const held: Held = {
      id: task.id,
      leaseToken: task.leaseToken,
      controller: new AbortController(),
      expiresAtMs: performance.now() + this.engine.settings.leaseMs,
    };
    this.held.set(held.leaseToken, held);
    const done = work(held.controller.signal).finally(() => {
      this.held.delete(held.leaseToken);
      this.running.delete(done);
    });
    this.running.add(done);
    return done;
  }

  /** One statement for all; those that are no longer ours are aborted. */
  async extend(): Promise<void> {
    const asked = [...this.held.values()];
    if (asked.length === 0) return;
    const askedAtMs = performance.now();
    let kept: Set<string>;
    try {
      kept = await extendLeases(this.engine.sql, asked, this.engine.settings);
    } catch (error) {
      logger.warn({ err: error }, "lease.not_extended");
      for (const lease of asked) if (lease.expiresAtMs < performance.now()) lease.controller.abort();
      return;
    }
    for (const lease of asked) {
      if (kept.has(lease.id)) lease.expiresAtMs = askedAtMs + this.engine.settings.leaseMs;
      else if (this.held.has(lease.leaseToken)) lease.controller.abort();
    }
  }

  /** Waits for what runs; what is not done in time is aborted, and gives its lease back. */
  async drain(graceMs: number): Promise<void> {
    const all = () => Promise.allSettled([...this.running]);
    await Promise.race([all(), sleep(graceMs, undefined, { ref: false })]);
    for (const lease of this.held.values()) lease.controller.abort();
    await all();
  }
}
