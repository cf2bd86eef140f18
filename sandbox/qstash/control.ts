import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readJson, sendJson } from "../http.ts";
import type { QstashControls } from "./controls.ts";
import { dailyLimitSchema } from "./options.ts";

const rotationSchema = z.strictObject({ next: z.string().min(1).optional() });
const limitSchema = z.strictObject({ limit: dailyLimitSchema });

/** The endpoints with which tests look at messages and break things; QStash has none of them. */
export async function handleControl(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  controls: QstashControls,
): Promise<void> {
  const act = ACTS[`${request.method} ${path}`];
  if (!act) {
    const message = `No ${request.method} ${path}.`;
    return sendJson(response, 404, { error: { code: "not_found", message } });
  }
  try {
    sendJson(response, 200, await act(controls, () => readJson(request)));
  } catch (error) {
    sendJson(response, 400, { error: { code: "bad_request", message: explain(error) } });
  }
}

type Act = (controls: QstashControls, read: () => Promise<unknown>) => object | Promise<object>;

const ACTS: Record<string, Act> = {
  "GET /__messages": (controls) => controls.messages(),
  "POST /__messages/reset": (controls) => {
    controls.resetMessages();
    return { published: 0 };
  },
  "GET /__faults": (controls) => controls.faults(),
  "POST /__faults": async (controls, read) => controls.changeFaults(await read()),
  "DELETE /__faults": (controls) => controls.clearFaults(),
  "POST /__rotate-keys": async (controls, read) =>
    controls.rotateKeys(rotationSchema.parse(await read()).next),
  "POST /__daily-limit": async (controls, read) =>
    controls.setDailyLimit(limitSchema.parse(await read()).limit),
};

function explain(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  return error.issues
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join(".")}: ${issue.message}` : issue.message))
    .join("; ");
}
