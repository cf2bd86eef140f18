import { createServer } from "node:http";
import { connect } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { createDeliverer } from "#lib/queue/qstash/engine.ts";
import { sweepAndWake } from "#lib/queue/qstash/sweep-route.ts";
import { createEngine } from "#lib/search-engine/v2/index.ts";
import { handle } from "./delivery-routes.ts";
import { listen, respond } from "./request-server.ts";

/** What QStash calls, in a process of its own: the worker routes and the sweep. Answers its address. */
export async function serveDeliveries(onStatement: (text: string) => void): Promise<string> {
  const engine = createEngine(connect(env("database").DATABASE_URL, { onStatement, poolMax: 20 }));
  const deliverer = createDeliverer(engine);
  const work = async (request: Request) => {
    if (new URL(request.url).pathname !== "/sweep") return handle(request, () => deliverer);
    await sweepAndWake(engine);
    return new Response();
  };
  const server = createServer((incoming, outgoing) => {
    respond(incoming, work).then(
      async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.end(Buffer.from(await response.arrayBuffer()));
      },
      () => outgoing.destroy(),
    );
  });
  return listen(server);
}
