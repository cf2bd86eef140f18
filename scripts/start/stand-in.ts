import path from "node:path";
import { startChild } from "./child.ts";
import { LOGS, ROOT } from "./paths.ts";
import type { Shutdown } from "./shutdown.ts";
import { supervise } from "./supervise.ts";
import { within } from "./within.ts";

const READY_MAX_MS = 60_000;
const GRACE_MS = 2_000;

export interface StandIn {
  /** As people call it: "The sandbox". */
  name: string;
  /** In scripts/; takes `--port`, and says when it is ready and where. */
  script: string;
  /** In .data/logs. */
  log: string;
  environment?: Record<string, string>;
  say: (line: string) => void;
}

/** Starts what stands in for a service of others, and keeps it running. Answers its address, which stays the same. */
export async function startStandIn(shutdown: Shutdown, standIn: StandIn): Promise<string> {
  const { name, script, log, environment, say } = standIn;
  const ready = Promise.withResolvers<string>();
  // Whoever calls it keeps its first address, so it comes back on the same port.
  let port = "0";
  const part = supervise(
    {
      name,
      log: `.data/logs/${log}`,
      say,
      start: (isRestart) =>
        startChild({
          args: [path.join(ROOT, "scripts", script), "--port", port],
          env: { ...process.env, ...environment },
          logFile: path.join(LOGS, log),
          isLogKept: isRestart,
          onMessage: (message) => {
            const url = readyUrl(message);
            if (!url) return;
            port = new URL(url).port;
            ready.resolve(url);
          },
        }),
    },
    shutdown,
  );
  shutdown.onStop(() => part.stop(GRACE_MS));
  const url = await within(ready.promise, { what: name, maxMs: READY_MAX_MS, signal: shutdown.signal });
  part.markReady();
  return url;
}

/** The address in the message by which a stand-in says that it is ready. */
export function readyUrl(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  if (!("type" in message && message.type === "ready" && "url" in message)) return undefined;
  return typeof message.url === "string" ? message.url : undefined;
}
