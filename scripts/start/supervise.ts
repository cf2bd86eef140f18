import { setTimeout as delay } from "node:timers/promises";
import type { Child } from "./child.ts";

const RESTARTS_MAX = 5;
const WINDOW_MS = 60_000;
const BACKOFF_BASE_MS = 500;

export interface Supervised {
  stop(graceMs: number): Promise<void>;
}

/** Keeps a child running: after an unexpected end it is started again, a little later each time. */
export function supervise(
  start: (isRestart: boolean) => Child,
  on: { restart: (reason: string) => void; giveUp: (reason: string) => void },
): Supervised {
  const stopping = new AbortController();
  const restarts: number[] = [];
  let child = start(false);

  async function watch(): Promise<void> {
    for (;;) {
      const reason = await child.ended;
      if (stopping.signal.aborted) return;
      const recent = restarts.filter((at) => Date.now() - at < WINDOW_MS).length;
      if (recent >= RESTARTS_MAX) return on.giveUp(reason);
      restarts.push(Date.now());
      on.restart(reason);
      await delay(BACKOFF_BASE_MS * 2 ** recent, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      child = start(true);
    }
  }
  void watch();

  return {
    async stop(graceMs) {
      stopping.abort();
      await child.stop(graceMs);
    },
  };
}
