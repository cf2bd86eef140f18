import { killChildren } from "#scripts/start/child.ts";

const INTERRUPTED = 130;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

let ending: Promise<void> | null = null;

/** On a signal ends all processes, cleans up, and ends this one. Returns what takes that back. */
export function onInterrupt(cleanUp: () => Promise<void>): () => void {
  const end = () => {
    if (ending) return;
    killChildren();
    ending = cleanUp().finally(() => {
      // Also those that have come back meanwhile, as those do that are struck.
      killChildren();
      process.exit(INTERRUPTED);
    });
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return () => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
}

/** Never resolves once there was a signal: whatever fails then fails for it. */
export async function endIfInterrupted(): Promise<void> {
  await ending;
}
