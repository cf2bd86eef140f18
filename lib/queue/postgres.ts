import { setTimeout as sleep } from "node:timers/promises";
import { type ConnectOptions, connect } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { logger } from "#lib/log/index.ts";
import { createEngine, ensureProvider, keepBooks, lanes, watch } from "#lib/search-engine/v2/index.ts";
import { LanePump } from "./lane-pump.ts";
import { LeaseKeeper } from "./lease-keeper.ts";
import { WakeListener } from "./wake-listener.ts";
import { whenReachable } from "./when-reachable.ts";
import { beat, retire } from "./worker-heartbeat.ts";

export interface WorkerOptions {
  /** Tasks at once in this process. */
  concurrency?: number;
  /** Aborted to stop: no new claims, what runs finishes or gives its lease back. */
  signal: AbortSignal;
  onReady?: () => void;
  onStatement?: ConnectOptions["onStatement"];
}

/** Connections beside those of running tasks: claims, heartbeats, sweeps, gates. */
const SPARE_CONNECTIONS = 8;
const CONNECTIONS_MAX = 30;
/** Nothing is under way any more; but the driver waits for ever for connections that it once lost. */
const END_SECONDS = 1;

/** Connections that a worker opens for so many tasks at once, beside the one on which it listens. */
export function workerPoolMax(concurrency: number): number {
  return Math.min(CONNECTIONS_MAX, concurrency + SPARE_CONNECTIONS);
}

/**
 * The worker process of the Postgres transport: claims due tasks, woken by notifications, with polling as
 * fallback. Resolves when it has stopped and holds no lease any more.
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { DATABASE_URL, DIRECT_DATABASE_URL } = env("database");
  const concurrency = options.concurrency ?? env("engine").WORKER_CONCURRENCY;
  const onStatement = options.onStatement ? { onStatement: options.onStatement } : {};
  const sql = connect(DATABASE_URL, {
    poolMax: workerPoolMax(concurrency),
    applicationName: "shoal-worker",
    ...onStatement,
  });
  const engine = createEngine(sql);
  const leases = new LeaseKeeper(engine);
  const providers = lanes();
  const pumps = new Map(
    providers.map((provider) => [provider, new LanePump(engine, leases, { provider, concurrency })]),
  );
  const wakeAll = () => {
    for (const pump of pumps.values()) pump.wake();
  };
  const listener = new WakeListener({
    url: DIRECT_DATABASE_URL ?? DATABASE_URL,
    onWake: (provider) => pumps.get(provider)?.wake(),
    onListening: wakeAll,
  });
  const end = () => Promise.all([sql.end({ timeout: END_SECONDS }), listener.end()]);
  const isReady =
    (await whenReachable(async () => {
      for (const provider of providers) await ensureProvider(sql, provider);
      await beat(sql, { id: engine.worker, concurrency, running: 0, stopping: false });
    }, options.signal)) && (await whenReachable(() => listener.start(), options.signal));
  if (!isReady) {
    await end();
    return;
  }
  options.onReady?.();

  const stop = options.signal;
  const { heartbeatMs, sweepIntervalMs, pollIntervalMs, shutdownGraceMs } = engine.settings;
  const loops = [
    every(pollIntervalMs, stop, async () => wakeAll()),
    every(sweepIntervalMs, stop, () =>
      watch(engine, (due) => {
        for (const provider of due) pumps.get(provider)?.wake();
      }),
    ),
    every(sweepIntervalMs, stop, () => keepBooks(engine)),
  ];
  const keepAlive = new AbortController();
  const beats = every(heartbeatMs, keepAlive.signal, async () => {
    await leases.extend();
    await beat(sql, { id: engine.worker, concurrency, running: leases.count, stopping: stop.aborted });
  });

  await untilAborted(stop);
  await Promise.all([...pumps.values()].map((pump) => pump.stop()));
  await leases.drain(shutdownGraceMs);
  keepAlive.abort();
  await Promise.all([...loops, beats]);
  await retire(sql, engine.worker).catch((error: unknown) =>
    logger.warn({ err: error }, "worker.not_retired"),
  );
  await end();
}

/** Runs work again and again, never twice at once, until the signal; a failure is logged and the next try comes. */
async function every(intervalMs: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      logger.error({ err: error }, "worker.loop_failed");
    }
    await sleep(intervalMs, undefined, { signal }).catch(() => {});
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
