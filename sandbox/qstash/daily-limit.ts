import type { Timers } from "./timers.ts";

const DAY_MS = 86_400_000;

/** Counts the messages of a day, which begins with its first message. */
export class DailyLimit {
  readonly #dayMs: number;
  #limit: number | null;
  #used = 0;
  #resetAt = 0;

  constructor(timers: Timers, limit: number | null) {
    this.#dayMs = timers.scaledMs(DAY_MS);
    this.#limit = limit;
  }

  /** Starts a new day with this limit; null for any number. */
  set(limit: number | null): void {
    this.#limit = limit;
    this.#used = 0;
    this.#resetAt = 0;
  }

  hasRoomFor(messages: number): boolean {
    this.#turn();
    return this.#limit === null || this.#used + messages <= this.#limit;
  }

  take(): void {
    this.#turn();
    this.#used += 1;
  }

  /** The headers by which the SDK knows a daily limit from a burst limit. */
  headers(): Record<string, string> {
    const { limit, remaining, resetAt } = this.status();
    return {
      "RateLimit-Limit": String(limit ?? 0),
      "RateLimit-Remaining": String(remaining ?? 0),
      "RateLimit-Reset": String(Math.ceil(resetAt / 1_000)),
    };
  }

  status() {
    const remaining = this.#limit === null ? null : Math.max(0, this.#limit - this.#used);
    return { limit: this.#limit, used: this.#used, remaining, resetAt: this.#resetAt };
  }

  #turn(): void {
    if (Date.now() < this.#resetAt) return;
    this.#used = 0;
    this.#resetAt = Date.now() + this.#dayMs;
  }
}
