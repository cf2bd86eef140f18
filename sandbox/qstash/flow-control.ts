import type { FlowSettings } from "./message.ts";
import type { Timers } from "./timers.ts";

interface Lane {
  settings: FlowSettings;
  running: number;
  startedInPeriod: number;
  /** Unix milliseconds. */
  periodStart: number;
  /** In order of arrival. */
  waiting: Set<() => void>;
  /** Whether a timer will look again at the end of the period. */
  isWoken: boolean;
}

/** Keeps deliveries with the same key within their parallelism and rate: what is too much waits its turn. */
export class FlowControl {
  readonly #lanes = new Map<string, Lane>();
  readonly #timers: Timers;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Calls `start` when there is room, which may be at once. Returns what gives up the place in line. */
  enter(settings: FlowSettings | null, start: () => void): () => void {
    if (!settings) {
      start();
      return () => {};
    }
    const lane = this.#lane(settings);
    // The newest message decides, as the limits of a key may be changed by publishing others.
    lane.settings = settings;
    lane.waiting.add(start);
    this.#advance(lane);
    return () => {
      lane.waiting.delete(start);
      this.#forget(lane);
    };
  }

  /** Ends what `enter` started. */
  leave(settings: FlowSettings | null): void {
    const lane = settings && this.#lanes.get(settings.key);
    if (!lane) return;
    lane.running -= 1;
    this.#advance(lane);
    this.#forget(lane);
  }

  /** In QStash's words; null for a key that nothing uses. */
  info(key: string) {
    const lane = this.#lanes.get(key);
    return (
      lane && {
        flowControlKey: key,
        waitListSize: lane.waiting.size,
        parallelismMax: lane.settings.parallelism ?? 0,
        parallelismCount: lane.running,
        rateMax: lane.settings.rate ?? 0,
        rateCount: lane.startedInPeriod,
        ratePeriod: lane.settings.periodMs / 1_000,
        ratePeriodStart: Math.floor(lane.periodStart / 1_000),
        isPaused: false,
        isPinnedParallelism: false,
        isPinnedRate: false,
      }
    );
  }

  #lane(settings: FlowSettings): Lane {
    const known = this.#lanes.get(settings.key);
    if (known) return known;
    const lane: Lane = {
      settings,
      running: 0,
      startedInPeriod: 0,
      periodStart: Date.now(),
      waiting: new Set(),
      isWoken: false,
    };
    this.#lanes.set(settings.key, lane);
    return lane;
  }

  #advance(lane: Lane): void {
    for (const start of lane.waiting) {
      if (lane.running >= (lane.settings.parallelism ?? Number.POSITIVE_INFINITY)) return;
      if (!this.#hasRate(lane)) {
        this.#wake(lane);
        return;
      }
      lane.waiting.delete(start);
      lane.running += 1;
      lane.startedInPeriod += 1;
      start();
    }
  }

  #hasRate(lane: Lane): boolean {
    if (Date.now() >= this.#periodEnd(lane)) {
      lane.periodStart = Date.now();
      lane.startedInPeriod = 0;
    }
    return lane.startedInPeriod < (lane.settings.rate ?? Number.POSITIVE_INFINITY);
  }

  #wake(lane: Lane): void {
    if (lane.isWoken) return;
    lane.isWoken = true;
    const elapsedShare = (Date.now() - lane.periodStart) / this.#timers.scaledMs(lane.settings.periodMs);
    this.#timers.after(lane.settings.periodMs * Math.max(0, 1 - elapsedShare), () => {
      lane.isWoken = false;
      this.#advance(lane);
      this.#forget(lane);
    });
  }

  #periodEnd(lane: Lane): number {
    return lane.periodStart + this.#timers.scaledMs(lane.settings.periodMs);
  }

  /** Keys may be many, so an idle lane goes once its period is over. */
  #forget(lane: Lane): void {
    if (lane.running > 0 || lane.waiting.size > 0 || this.#lanes.get(lane.settings.key) !== lane) return;
    if (lane.settings.rate === null || Date.now() >= this.#periodEnd(lane)) {
      this.#lanes.delete(lane.settings.key);
    } else this.#wake(lane);
  }
}
