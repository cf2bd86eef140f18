import { env } from "#lib/env.ts";
import { notFound } from "#lib/errors.ts";
import { answer } from "#lib/http/index.ts";
import type { TaskRow } from "#lib/search-engine/v2/index.ts";
import { deliver } from "./deliver.ts";
import { sharedDeliverer } from "./engine.ts";
import { takeHint } from "./failure.ts";
import { readSigned } from "./verify.ts";

type Handler = (request: Request) => Promise<Response>;

/** A worker route: takes signed messages for tasks of one kind. There is none where QStash does not wake tasks. */
export function deliveryRoute(kind: TaskRow["kind"], deliverer = sharedDeliverer): Handler {
  return signedRoute(async (body) => {
    const { status, headers, body: told } = await deliver(deliverer(), kind, body);
    return Response.json(told, { status, ...(headers ? { headers } : {}) });
  });
}

/** The route that learns which messages QStash gave up. */
export function failureRoute(deliverer = sharedDeliverer): Handler {
  return signedRoute(async (body) => Response.json({ success: await takeHint(deliverer(), body) }));
}

function signedRoute(work: (body: string) => Promise<Response>): Handler {
  return (request) =>
    answer(request, async () => {
      if (env("queue").QUEUE !== "qstash") throw notFound("route");
      return work(await readSigned(request));
    });
}
