import { existsSync } from "node:fs";
import path from "node:path";
import { lastWords, startChild } from "./child.ts";
import { needsSandbox, sandboxEnvironment } from "./environment.ts";
import { LOGS, ROOT } from "./paths.ts";
import type { Shutdown } from "./shutdown.ts";
import { within } from "./within.ts";

const READY_MAX_MS = 60_000;
const GRACE_MS = 2_000;

/** Starts the stand-in for providers without a key. Returns the settings that lead to it; none if not needed. */
export async function startSandbox(shutdown: Shutdown): Promise<Record<string, string>> {
  if (!needsSandbox()) return {};
  const script = path.join(ROOT, "scripts", "sandbox.ts");
  if (!existsSync(script)) throw new Error(`${script} is missing.`);
  const ready = Promise.withResolvers<string>();
  const logFile = path.join(LOGS, "sandbox.log");
  const child = startChild({
    args: [script],
    // Its own choice of port: PORT is that of the web app.
    env: { ...process.env, PORT: undefined },
    logFile,
    onMessage: (message) => {
      const url = readyUrl(message);
      if (url) ready.resolve(url);
    },
  });
  shutdown.onStop(() => child.stop(GRACE_MS));
  const failed = child.ended.then((reason): never => {
    throw new Error(`The sandbox ended (${reason}): ${lastWords(logFile)} (.data/logs/sandbox.log)`);
  });
  failed.catch((error: Error) => shutdown.request({ code: 1, reason: error.message }));
  const what = "The sandbox";
  const url = await within(Promise.race([ready.promise, failed]), {
    what,
    maxMs: READY_MAX_MS,
    signal: shutdown.signal,
  });
  return sandboxEnvironment(url);
}

function readyUrl(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  if (!("type" in message && message.type === "ready" && "url" in message)) return undefined;
  return typeof message.url === "string" ? message.url : undefined;
}
