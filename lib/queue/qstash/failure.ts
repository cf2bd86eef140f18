import { z } from "zod";
import { asWorker, type Sql } from "#lib/db/index.ts";
import { logger } from "#lib/log/index.ts";
import { type GivenUp, releaseWake, sweepOne } from "#lib/search-engine/v2/index.ts";
import { noteOnce } from "#lib/services/index.ts";
import { wakeWorkers } from "../wake.ts";
import type { Deliverer } from "./engine.ts";
import { messageSchema } from "./message.ts";

/** What QStash posts when it gives a message up, as far as it is read. Format: its documentation of callbacks. */
const failureSchema = z.object({
  status: z.int().optional(),
  retried: z.int().optional(),
  sourceMessageId: z.string().optional(),
  sourceBody: z.base64(),
});
type Failure = z.infer<typeof failureSchema>;

/**
 * A message was given up. That is a hint, no verdict: the task may be running, done, or waiting for a message that
 * never comes. Its job is swept, and if the task still waits it is woken anew.
 * @returns whether the hint could be read
 */
export async function takeHint({ engine }: Deliverer, body: string): Promise<boolean> {
  const failure = parse(body, failureSchema);
  const message = failure && parse(Buffer.from(failure.sourceBody, "base64").toString(), messageSchema);
  if (!failure || !message) {
    logger.error({}, "delivery.failure_unreadable");
    return false;
  }
  const { taskId, jobId } = message;
  const { status, retried } = failure;
  const given = await release(engine.sql, taskId, failure);
  const swept = await sweepOne(engine, jobId);
  // A duplicate of a message whose task runs long is given up, too: nothing is amiss then.
  logger[given?.isNews ? "warn" : "info"]({ taskId, jobId, status, retried }, "delivery.given_up");
  // Also where it is no news: QStash repeats the hint when this process died before it came to this.
  await wakeWorkers(engine.sql, given ? [given.provider, ...swept] : swept);
  return true;
}

/** One transaction, so that whoever frees the task also tells the admins, whatever becomes of this process. */
function release(
  sql: Sql,
  taskId: string,
  { sourceMessageId, status, retried }: Failure,
): Promise<GivenUp | null> {
  return asWorker(sql, async (transaction) => {
    const given = await releaseWake(transaction, taskId);
    if (given?.isNews) {
      const tries = (retried ?? 0) + 1;
      await noteOnce(transaction, {
        kind: "delivery_failed",
        subject: "qstash",
        message: `QStash gave up message ${sourceMessageId || taskId} after ${tries} tries; the last answer was ${status || "none"}.`,
      });
    }
    return given;
  });
}

function parse<S extends z.ZodType>(text: string, schema: S): z.output<S> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
