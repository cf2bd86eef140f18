import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { isSet } from "./environment.ts";
import type { Queue } from "./options.ts";
import type { Shutdown } from "./shutdown.ts";
import { startStandIn } from "./stand-in.ts";

const SWEEP_INTERVAL_MS = 60_000;
const SWEEP_MAX_MS = 60_000;

const secret = () => randomBytes(24).toString("base64url");

/**
 * The settings of the transport that are not set already. For QStash without a token, they lead to a stand-in that is
 * started here.
 * @throws Error that names the settings which QStash needs
 */
export async function startQueue(
  shutdown: Shutdown,
  { queue, say }: { queue: Queue; say: (line: string) => void },
): Promise<Record<string, string>> {
  if (queue === "postgres") return { QUEUE: queue };
  const settings = {
    QUEUE: queue,
    ...(isSet("CRON_SECRET") ? {} : { CRON_SECRET: secret() }),
    ...(isSet("QSTASH_TOKEN") ? {} : await startQstash(shutdown, say)),
  };
  await requireSettings(settings);
  return settings;
}

/** Told now, in one line, and not by the web server in the middle of its log. */
async function requireSettings(settings: Record<string, string>): Promise<void> {
  Object.assign(process.env, settings);
  const { requireWorkingQueue } = await import("#lib/queue/index.ts");
  requireWorkingQueue();
}

async function startQstash(shutdown: Shutdown, say: (line: string) => void): Promise<Record<string, string>> {
  say("Starting a stand-in for QStash …");
  const keys = {
    QSTASH_TOKEN: secret(),
    QSTASH_CURRENT_SIGNING_KEY: secret(),
    QSTASH_NEXT_SIGNING_KEY: secret(),
  };
  const url = await startStandIn(shutdown, {
    name: "The stand-in for QStash",
    script: "queue-sandbox.ts",
    log: "queue.log",
    environment: keys,
    say,
  });
  return { QSTASH_URL: url, ...keys };
}

/** In the place of the cloud's cron: calls the sweeper's route now and then each minute, until the end. */
export function startCron({ signal }: Shutdown, url: string): void {
  const run = async () => {
    while (!signal.aborted) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(SWEEP_MAX_MS)]);
      const headers = { authorization: `Bearer ${process.env.CRON_SECRET}` };
      // A sweep that fails is in the log of the web app; the next one comes.
      await fetch(`${url}/api/cron/sweep`, { headers, signal: limit }).then(
        (response) => response.body?.cancel(),
        () => undefined,
      );
      await delay(SWEEP_INTERVAL_MS, undefined, { signal }).catch(() => {});
    }
  };
  void run();
}
