import type { Timers } from "./timers.ts";

const WINDOW_MS = 600_000;
const IDS_MAX = 100_000;

/** Remembers which message an id stands for, for ten minutes of scaled time. */
export class Deduplication {
  /** The oldest first. */
  readonly #seen = new Map<string, { messageId: string; expiresAt: number }>();
  readonly #windowMs: number;

  constructor(timers: Timers) {
    this.#windowMs = timers.scaledMs(WINDOW_MS);
  }

  /** The message that was accepted with this id. */
  find(id: string | null): string | null {
    this.#prune();
    return (id !== null && this.#seen.get(id)?.messageId) || null;
  }

  remember(id: string | null, messageId: string): void {
    if (id !== null) this.#seen.set(id, { messageId, expiresAt: Date.now() + this.#windowMs });
  }

  #prune(): void {
    for (const [id, { expiresAt }] of this.#seen) {
      if (expiresAt > Date.now() && this.#seen.size <= IDS_MAX) return;
      this.#seen.delete(id);
    }
  }
}
