import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startChild } from "./child.ts";
import { workerGraceMs } from "./environment.ts";
import { followErrors } from "./follow-log.ts";
import { LOGS, NEXT_SCRIPT, ROOT } from "./paths.ts";
import type { Shutdown } from "./shutdown.ts";
import { type Supervised, supervise } from "./supervise.ts";
import { within } from "./within.ts";

const READY_MAX_MS = 60_000;
const POLL_MS = 100;
const ANSWER_MAX_MS = 5_000;
/** A page that is open in a browser holds a stream, which the web server would wait for. */
const WEB_GRACE_MS = 2_000;
const WEB_LOG = path.join(LOGS, "web.log");
const WORKER_LOG = path.join(LOGS, "worker.log");

export interface ServiceOptions {
  url: string;
  port: number;
  environment: Record<string, string>;
  /** Without one, the web app itself works on tasks, called by the queue. */
  hasWorker: boolean;
  say: (line: string) => void;
}

/** Starts the web app and the worker if there is one, and returns when they are ready. They are stopped together. */
export async function startServices(shutdown: Shutdown, options: ServiceOptions): Promise<void> {
  const web = startWeb(shutdown, options);
  const workerReady = Promise.withResolvers<void>();
  const worker = options.hasWorker ? startWorker(shutdown, options, workerReady.resolve) : null;
  const stopFollowing = [
    followErrors(WEB_LOG, tell("web")),
    ...(worker ? [followErrors(WORKER_LOG, tell("worker"))] : []),
  ];
  shutdown.onStop(async () => {
    await Promise.all([web.stop(WEB_GRACE_MS), worker?.stop(workerGraceMs())]);
    for (const stop of stopFollowing) stop();
  });
  const limits = { maxMs: READY_MAX_MS, signal: shutdown.signal };
  await within(untilHealthy(options.url, shutdown.signal), { what: "The web app", ...limits });
  web.markReady();
  if (!worker) return;
  await within(workerReady.promise, { what: "The worker", ...limits });
  worker.markReady();

  function tell(name: string): (message: string) => void {
    return (message) => options.say(`${name}: ${message} (.data/logs/${name}.log)`);
  }
}

function startWeb(shutdown: Shutdown, { port, environment, say }: ServiceOptions): Supervised {
  return supervise(
    {
      name: "The web server",
      log: ".data/logs/web.log",
      say,
      start: (isRestart) =>
        startChild({
          // Not 127.0.0.1: Next takes that for another origin than localhost and proxies rewrites to itself.
          args: [NEXT_SCRIPT, "start", "-H", "localhost", "-p", String(port)],
          env: { ...process.env, ...environment, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
          logFile: WEB_LOG,
          isLogKept: isRestart,
        }),
    },
    shutdown,
  );
}

function startWorker(
  shutdown: Shutdown,
  { environment, say }: ServiceOptions,
  onReady: () => void,
): Supervised {
  return supervise(
    {
      name: "The worker",
      log: ".data/logs/worker.log",
      say,
      start: (isRestart) =>
        startChild({
          args: [path.join(ROOT, "scripts", "worker.ts")],
          env: { ...process.env, ...environment, NODE_ENV: "production" },
          logFile: WORKER_LOG,
          isLogKept: isRestart,
          onMessage: onReady,
        }),
    },
    shutdown,
  );
}

async function untilHealthy(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MAX_MS)]);
      const answer = await fetch(`${url}/api/health`, { signal: limit });
      await answer.body?.cancel();
      if (answer.ok) return;
    } catch {
      // Not listening yet.
    }
    await delay(POLL_MS, undefined, { signal });
  }
}
