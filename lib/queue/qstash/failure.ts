import { z } from "zod";
import { logger } from "#lib/log/index.ts";
import { releaseWake, sweepOne } from "#lib/search-engine/v2/index.ts";
import { noteForAdmins } from "#lib/services/index.ts";
import { wakeWorkers } from "../wake.ts";
import type { Deliverer } from "./engine.ts";
import { messageSchema } from "./message.ts";

/** What QStash posts when it gives a message up, as far as it is read. Format: its documentation of callbacks. */
const failureSchema = z.object({
  status: z.int().optional(),
  retried: z.int().optional(),
  sourceBody: z.base64(),
});

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
  const wake = [...(await releaseWake(engine.sql, taskId)), ...(await sweepOne(engine, jobId))];
  // A duplicate of a message whose task runs long is given up, too: nothing is amiss then.
  const isAmiss = wake.length > 0;
  logger[isAmiss ? "warn" : "info"]({ taskId, jobId, status, retried }, "delivery.given_up");
  if (isAmiss) {
    await noteForAdmins(engine.sql, {
      kind: "delivery_failed",
      subject: "qstash",
      message: `QStash gave up a delivery after ${(retried ?? 0) + 1} tries; the last answer was ${status || "none"}.`,
    });
    await wakeWorkers(engine.sql, wake);
  }
  return true;
}

function parse<S extends z.ZodType>(text: string, schema: S): z.output<S> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
