import { Worker } from "node:worker_threads";

/** So much too late, Unix ms. */
export interface Lateness {
  at: number;
  ms: number;
}

/** How late the machine was under fire, and which share of its time it was late undisturbed. */
export interface Machine {
  latenesses: readonly Lateness[];
  usualShare: number;
}

/** How late this machine lets processes be, measured beside the campaign's own event loop. */
export class Stalls {
  readonly latenesses: Lateness[] = [];
  readonly #startedAt = Date.now();
  readonly #sentinel: Worker;

  constructor(databaseUrl: string) {
    this.#sentinel = new Worker(new URL("./sentinel.ts", import.meta.url), { workerData: { databaseUrl } });
    this.#sentinel.on("message", (late: Lateness) => this.latenesses.push(late));
  }

  /** The share of the time until now. */
  shareLate(): number {
    const now = Date.now();
    return sumMs(this.latenesses, this.#startedAt, now) / Math.max(1, now - this.#startedAt);
  }

  async close(): Promise<void> {
    await this.#sentinel.terminate();
  }
}

/**
 * In a time that is given in Unix ms, beyond what is usual in one so long: what the engine's own load makes the machine
 * late is there undisturbed, too. Never more than that time.
 */
export function unusualMs({ latenesses, usualShare }: Machine, from: number, to: number): number {
  return Math.max(0, sumMs(latenesses, from, to) - usualShare * Math.max(0, to - from));
}

function sumMs(latenesses: readonly Lateness[], from: number, to: number): number {
  const parts = latenesses.map(({ at, ms }) => Math.min(at, to) - Math.max(at - ms, from));
  return parts.reduce((sum, part) => sum + Math.max(0, part), 0);
}
