import { setTimeout as delay } from "node:timers/promises";
import type { Child } from "./child.ts";
import type { Shutdown } from "./shutdown.ts";

const RESTARTS_MAX = 5;
const WINDOW_MS = 60_000;
const BACKOFF_BASE_MS = 500;

export interface SupervisedPart {
  /** As people call it: "The worker". */
  name: string;
  /** Where its log is, relative to the project. */
  log: string;
  start(isRestart: boolean): Child;
  say(line: string): void;
}

export interface Supervised {
  /** From now on an unexpected end is no longer final. */
  markReady(): void;
  stop(graceMs: number): Promise<void>;
}

/**
 * Keeps a child running: after an unexpected end it is started again, a little later each time. One that ends
 * before it was ever ready, or more than five times a minute, ends everything.
 */
export function supervise(part: SupervisedPart, shutdown: Pick<Shutdown, "request">): Supervised {
  const { name, log, say } = part;
  const stopping = new AbortController();
  const restarts: number[] = [];
  let isReady = false;
  let child = part.start(false);

  function giveUp(what: string): void {
    const words = child.lastWords();
    shutdown.request({ code: 1, reason: `${name} ${what}${words && `: ${words}`} (log: ${log})` });
  }

  async function watch(): Promise<void> {
    for (;;) {
      const reason = await child.ended;
      if (stopping.signal.aborted) return;
      const recent = restarts.filter((at) => Date.now() - at < WINDOW_MS).length;
      if (!isReady) return giveUp(`ended (${reason})`);
      if (recent >= RESTARTS_MAX) return giveUp(`keeps ending (${reason})`);
      restarts.push(Date.now());
      say(`${name} ended (${reason}) and is started again. (log: ${log})`);
      // What it started must not hold its port.
      await child.stop(0);
      await delay(BACKOFF_BASE_MS * 2 ** recent, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      child = part.start(true);
    }
  }
  void watch();

  return {
    markReady: () => {
      isReady = true;
    },
    async stop(graceMs) {
      stopping.abort();
      await child.stop(graceMs);
    },
  };
}
