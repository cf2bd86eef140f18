import { Worker } from "node:worker_threads";

/** So much too late, Unix ms. */
export interface Lateness {
  at: number;
  ms: number;
}

/** How late this machine lets processes be, measured beside the campaign's own event loop. */
export class Stalls {
  readonly #latenesses: Lateness[] = [];
  readonly #sentinel: Worker;

  constructor(databaseUrl: string) {
    this.#sentinel = new Worker(new URL("./sentinel.ts", import.meta.url), { workerData: { databaseUrl } });
    this.#sentinel.on("message", (late: Lateness) => this.#latenesses.push(late));
  }

  /** In a time that is given in Unix ms; never more than that time. */
  sumMs(from: number, to: number): number {
    const parts = this.#latenesses.map(({ at, ms }) => Math.min(at, to) - Math.max(at - ms, from));
    return parts.reduce((sum, part) => sum + Math.max(0, part), 0);
  }

  async close(): Promise<void> {
    await this.#sentinel.terminate();
  }
}
