/** Longer than this, Node's timers fire at once. */
const TIMER_MAX_MS = 2_147_483_647;

/** The waits of the stand-in, shortened by the time scale. */
export class Timers {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #timeScale: number;

  constructor(timeScale: number) {
    this.#timeScale = timeScale;
  }

  /** How long a wait really takes. */
  scaledMs(waitMs: number): number {
    return Math.max(0, waitMs) * this.#timeScale;
  }

  /** Calls `due` once the scaled wait is over. Returns what calls it off. */
  after(waitMs: number, due: () => void): () => void {
    let timer: NodeJS.Timeout;
    const arm = (remainingMs: number) => {
      const partMs = Math.min(remainingMs, TIMER_MAX_MS);
      timer = setTimeout(() => {
        this.#timers.delete(timer);
        if (remainingMs > partMs) arm(remainingMs - partMs);
        else due();
      }, partMs);
      this.#timers.add(timer);
    };
    arm(this.scaledMs(waitMs));
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
