import { setTimeout as sleep } from "node:timers/promises";
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
/**
 * Of the time after which a message is taken for lost, the part in which it takes up room in the window. Three lost
 * messages may fill a window; for this long only they hold up all others.
 */
const ARRIVAL_SHARE = 0.25;
/** Tries of a batch, a fraction of a second apart. */
const TRIES_MAX = 3;
const RETRY_BASE_MS = 100;
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
  const timeoutMs = env("queue").QSTASH_WAKE_TIMEOUT_MS;
  const window = { callsOutMax: callsOutMax(provider), arrivalMs: timeoutMs * ARRIVAL_SHARE, timeoutMs };
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

/** What the queue does not take after a few tries is chosen again by the next settle, or by the sweeper. */
async function publish(sql: Sql, wakes: Wake[]): Promise<void> {
  let left = wakes;
  let error: unknown = null;
  for (let tries = 1; left.length > 0 && tries <= TRIES_MAX; tries += 1) {
    if (tries > 1) await sleep(RETRY_BASE_MS * 2 ** tries * Math.random());
    ({ refused: left, error } = await send(left));
    if (isFinal(error)) break;
  }
  if (left.length === 0) return;
  logger.error({ err: error, refused: left.length, of: wakes.length }, "wake.not_published");
  await releaseWakes(sql, left, error === null ? null : REFUSED);
  await tellAdmins(sql, error);
}

/** One batch. A message sent again after its acceptance was lost is known by its id, and taken once. */
async function send(wakes: Wake[]): Promise<{ refused: Wake[]; error: unknown }> {
  try {
    const answers: unknown[] = await qstashClient().batchJSON(wakes.map(requestOf));
    return { refused: wakes.filter((_, index) => !isAccepted(answers[index])), error: null };
  } catch (error) {
    return { refused: wakes, error };
  }
}

/** No try of the next second would do better: the day's messages are spent, or the token is refused. */
function isFinal(error: unknown): boolean {
  if (error instanceof QstashDailyRatelimitError) return true;
  return error instanceof QstashError && (error.status === 401 || error.status === 403);
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
