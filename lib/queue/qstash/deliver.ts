import { setTimeout as sleep } from "node:timers/promises";
import { logger } from "#lib/log/index.ts";
import { afterEnd, type ClaimedTask, claimTask, runTask, type TaskRow } from "#lib/search-engine/v2/index.ts";
import { wakeWorkers } from "../wake.ts";
import { type Deliverer, keepLeases } from "./engine.ts";
import { messageSchema, type TaskMessage } from "./message.ts";
import { publishDelayed } from "./publish.ts";
import { runMs } from "./routes.ts";

type Kind = TaskRow["kind"];

/** What QStash is told. */
export interface DeliveryAnswer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

/** QStash gives a message up at once: no later try could do better. */
const GIVE_UP = { status: 489, headers: { "Upstash-NonRetryable-Error": "true" } };
const EARLY_MS_MAX = 5_000;
const RETRY_AFTER_SECONDS_MAX = 600;

/** Works on the task that a delivered message names. The row decides what is done; the message only wakes it. */
export async function deliver(deliverer: Deliverer, kind: Kind, body: string): Promise<DeliveryAnswer> {
  const message = parseMessage(body);
  if (!message) {
    logger.error({ kind }, "delivery.unreadable");
    return { ...GIVE_UP, body: errorBody("bad_request", "The message is none that this version knows.") };
  }
  const { taskId, jobId } = message;
  const answer = await claimWhenDue(deliverer, taskId);
  switch (answer.claim) {
    case "claimed":
      return run(deliverer, answer.task);
    case "leased": {
      const seconds = Math.min(RETRY_AFTER_SECONDS_MAX, Math.ceil(answer.retryAfterMs / 1_000));
      return {
        status: 503,
        headers: { "Retry-After": String(Math.max(1, seconds)) },
        body: errorBody("unavailable", "The task is being worked on."),
      };
    }
    case "nothing":
      await wakeWorkers(deliverer.engine.sql, [answer.provider]);
      return { status: 200, body: outcomeBody(kind, true, 0) };
    case "early":
      return { status: 200, body: outcomeBody(kind, true, 0) };
    case "unknown":
      logger.error({ kind, taskId, jobId }, "delivery.unknown_task");
      return { ...GIVE_UP, body: errorBody("not_found", "No such task.") };
    default:
      return answer satisfies never;
  }
}

/** Delays are whole seconds by another's clock: a message that comes a little early waits for its task. */
async function claimWhenDue({ engine }: Deliverer, taskId: string) {
  for (;;) {
    const answer = await claimTask(engine.sql, { taskId, worker: engine.worker }, engine.settings);
    if (answer.claim !== "early" || answer.dueInMs > EARLY_MS_MAX) return answer;
    await sleep(Math.ceil(answer.dueInMs) + 1);
  }
}

function parseMessage(body: string): TaskMessage | null {
  try {
    return messageSchema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

/** Runs the task to its settle, then wakes what that made room for or brought. */
async function run(deliverer: Deliverer, task: ClaimedTask): Promise<DeliveryAnswer> {
  const { engine, leases } = deliverer;
  const timeIsUp = AbortSignal.timeout(runMs(task.kind));
  keepLeases(deliverer);
  const { outcome, creators, endedAccountId, wake } = await leases.run(task, (signal) =>
    runTask(engine, task, { signal: AbortSignal.any([signal, timeIsUp]) }),
  );
  await publishDelayed(engine.sql, [{ provider: task.provider, taskId: task.id }]);
  await wakeWorkers(engine.sql, [task.provider, ...(await afterEnd(engine.sql, endedAccountId, wake))]);
  return { status: 200, body: outcomeBody(task.kind, outcome === "settled", creators) };
}

function outcomeBody(kind: Kind, success: boolean, creators: number): object {
  switch (kind) {
    case "search":
      return { success, creatorsFound: creators };
    case "enrich":
      return { success, creatorsEnriched: creators };
    default:
      return { success };
  }
}

function errorBody(code: string, message: string): object {
  return { error: { code, message } };
}
