import { QstashDailyRatelimitError, QstashError } from "@upstash/qstash";
import type { Sql } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { logger } from "#lib/log/index.ts";
import {
  ensureProvider,
  getProviderLimits,
  releaseWakes,
  takeDelayed,
  takeWakes,
  type Wake,
} from "#lib/search-engine/v2/index.ts";
import { noteForAdmins } from "#lib/services/index.ts";
import { gatherWakes } from "../gather.ts";
import { qstashClient } from "./client.ts";
import { messageOf } from "./message.ts";
import { FAILURE_PATH, MAX_DURATION_SECONDS, workerPath } from "./routes.ts";
import { qstashSettings } from "./settings.ts";

/**
 * Calls of the tasks that are awake, as a share of what the provider takes at once: enough that its places do not
 * stay empty while a message travels, little enough that a small job does not wait behind what is out.
 */
const CALLS_OUT_FACTOR = 1.5;
const REFUSED = "The queue takes no messages now; it is asked again within a minute.";
/** QStash repeats a delivery that crashed or got no answer; all other retrying is the task's own. */
const RETRIES = 2;
const RETRY_DELAY = "10000 * (1 + retried)";

/** Publishes messages for due tasks of these providers, as far as their windows go. Call it after a commit. */
export const publishDue = gatherWakes(async (sql, providers) => {
  await Promise.all(providers.map((provider) => publishDueOf(sql, provider)));
});

async function publishDueOf(sql: Sql, provider: string): Promise<void> {
  await ensureLane(sql, provider);
  const window = { callsOutMax: callsOutMax(provider), timeoutMs: env("queue").QSTASH_WAKE_TIMEOUT_MS };
  await publish(sql, await takeWakes(sql, provider, window));
}

/** Publishes delayed messages for tasks that wait for their time: all of the given providers, or one. */
export async function publishDelayed(
  sql: Sql,
  which: readonly { provider: string; taskId?: string }[],
): Promise<void> {
  for (const choice of which) {
    await publish(sql, await takeDelayed(sql, choice, env("queue").QSTASH_WAKE_TIMEOUT_MS));
  }
}

function callsOutMax(provider: string): number {
  return Math.ceil(getProviderLimits(provider).parallelMax * CALLS_OUT_FACTOR);
}

const laneIsThere = new Set<string>();

async function ensureLane(sql: Sql, provider: string): Promise<void> {
  if (laneIsThere.has(provider)) return;
  await ensureProvider(sql, provider);
  laneIsThere.add(provider);
}

/** What the queue does not take is chosen again by the next settle, or by the sweeper. */
async function publish(sql: Sql, wakes: Wake[]): Promise<void> {
  if (wakes.length === 0) return;
  let refused: Wake[];
  let reason: string | null = null;
  try {
    const answers: unknown[] = await qstashClient().batchJSON(wakes.map(requestOf));
    refused = wakes.filter((_, index) => !isAccepted(answers[index]));
    if (refused.length > 0) logger.warn({ refused: refused.length, of: wakes.length }, "wake.partly_refused");
  } catch (error) {
    refused = wakes;
    reason = REFUSED;
    logger.error({ err: error, count: wakes.length }, "wake.not_published");
    await tellAdmins(sql, error);
  }
  if (refused.length > 0) await releaseWakes(sql, refused, reason);
}

/** A batch is answered message by message; one that was refused carries an error in place of its id. */
function isAccepted(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && "messageId" in answer;
}

function requestOf(wake: Wake) {
  const { appUrl } = qstashSettings();
  const delaySeconds = Math.ceil(wake.delayMs / 1_000);
  return {
    url: appUrl + workerPath(wake.kind),
    body: messageOf(wake),
    deduplicationId: `${wake.taskId}:${wake.wakeSeq}`,
    retries: RETRIES,
    retryDelay: RETRY_DELAY,
    timeout: MAX_DURATION_SECONDS[wake.kind],
    failureCallback: appUrl + FAILURE_PATH,
    flowControl: { key: `shoal-${wake.provider}`, parallelism: callsOutMax(wake.provider) },
    ...(delaySeconds > 0 ? { delay: delaySeconds } : {}),
  };
}

async function tellAdmins(sql: Sql, error: unknown): Promise<void> {
  if (error instanceof QstashDailyRatelimitError) {
    await noteForAdmins(sql, {
      kind: "queue_limit",
      subject: "qstash",
      message:
        "QStash takes no more messages today: the plan's daily limit is reached. Searches wait for tomorrow.",
    });
  } else if (error instanceof QstashError && (error.status === 401 || error.status === 403)) {
    await noteForAdmins(sql, {
      kind: "unauthorized",
      subject: "qstash",
      message: "QStash refuses QSTASH_TOKEN: no task is woken until it is right.",
    });
  }
}
