import { env } from "#lib/env.ts";
import { logger } from "#lib/log/index.ts";
import { type Operations, type ProviderHealth, readOperations } from "./read-operations.ts";

export { BEAT_AGE_MAX_SECONDS } from "./read-operations.ts";

/** A database that answers slower than this is as good as down for whoever asks. */
const ANSWER_MS_MAX = 3_000;
/** The cron comes each minute; one that is missed is no reason for alarm. */
const SWEEP_AGE_MAX_SECONDS = 150;

export interface Health {
  /**
   * `degraded`: searches may wait, because no worker has reported lately or, where QStash wakes tasks, because nobody
   * has swept lately. `down`: the database does not answer.
   */
  status: "ok" | "degraded" | "down";
  database: { ok: boolean; latencyMs: number };
  /** Null where the database does not answer. */
  queue: {
    transport: "postgres" | "qstash";
    due: number | null;
    oldestDueSeconds: number | null;
    lastSweepSeconds: number | null;
  };
  /** Worker processes; there are none where QStash wakes tasks. */
  workers: { alive: number | null; lastBeatSeconds: number | null };
  providers: ProviderHealth[];
  /** Providers that answer from recorded sample data. */
  sampleData: string[];
}

/** Never throws: what is wrong is in the answer. */
export async function readHealth(): Promise<Health> {
  const startedAt = performance.now();
  const operations = await withTimeLimit(readOperations()).catch((error: unknown) => {
    logger.error({ error }, "health.failed");
    return null;
  });
  const latencyMs = Math.round(performance.now() - startedAt);
  return {
    status: statusOf(operations),
    database: { ok: operations !== null, latencyMs },
    queue: {
      transport: env("queue").QUEUE,
      due: null,
      oldestDueSeconds: null,
      lastSweepSeconds: null,
      ...operations?.queue,
    },
    workers: operations?.workers ?? { alive: null, lastBeatSeconds: null },
    providers: operations?.providers ?? [],
    sampleData: sampleDataProviders(),
  };
}

function statusOf(operations: Operations | null): Health["status"] {
  if (operations === null) return "down";
  const isWatched =
    env("queue").QUEUE === "qstash"
      ? operations.queue.lastSweepSeconds <= SWEEP_AGE_MAX_SECONDS
      : operations.workers.alive > 0;
  return isWatched ? "ok" : "degraded";
}

/** The providers that answer from recorded sample data; pages say so. */
export function sampleDataProviders(): string[] {
  return env("providers")
    .SAMPLE_DATA_PROVIDERS.split(",")
    .map((provider) => provider.trim())
    .filter(Boolean);
}

async function withTimeLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_MS_MAX} ms`)), ANSWER_MS_MAX);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
