import { existsSync } from "node:fs";
import path from "node:path";
import { startChild } from "./child.ts";
import { needsSandbox, sandboxEnvironment } from "./environment.ts";
import { LOGS, ROOT } from "./paths.ts";
import { readyUrl } from "./ready-url.ts";
import type { Shutdown } from "./shutdown.ts";
import { supervise } from "./supervise.ts";
import { within } from "./within.ts";

const READY_MAX_MS = 60_000;
const GRACE_MS = 2_000;

/** Starts the stand-in for providers without a key. Returns the settings that lead to it; none if not needed. */
export async function startSandbox(
  shutdown: Shutdown,
  say: (line: string) => void,
): Promise<Record<string, string>> {
  if (!needsSandbox()) return {};
  const script = path.join(ROOT, "scripts", "sandbox.ts");
  if (!existsSync(script)) throw new Error(`${script} is missing.`);
  const ready = Promise.withResolvers<string>();
  // Web and worker keep its first address, so it comes back on the same port.
  let port = "0";
  const sandbox = supervise(
    {
      name: "The sandbox",
      log: ".data/logs/sandbox.log",
      say,
      start: (isRestart) =>
        startChild({
          args: [script, "--port", port],
          env: process.env,
          logFile: path.join(LOGS, "sandbox.log"),
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
  shutdown.onStop(() => sandbox.stop(GRACE_MS));
  const limits = { maxMs: READY_MAX_MS, signal: shutdown.signal };
  const url = await within(ready.promise, { what: "The sandbox", ...limits });
  sandbox.markReady();
  return sandboxEnvironment(url);
}
