import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Deliverer } from "#lib/queue/qstash/engine.ts";
import type { Engine } from "#lib/search-engine/v2/index.ts";
import { type Qstash, startQstash } from "#sandbox/qstash/server.ts";

/** Settings of the QStash transport for tests: a stand-in for QStash, and this process as the app it calls. */
export interface Deliveries {
  qstash: Qstash;
  /** Deliveries are worked on by these engines too, in turn, until the answer is called. */
  workWith(engine: Engine): () => void;
  /** The worker routes stop answering, as if the app were down, until it is called again with true. */
  answer(isUp: boolean): void;
  /** Resolves when no delivery is under way. */
  settled(): Promise<void>;
}

const KEYS = {
  QSTASH_TOKEN: "test-token",
  QSTASH_CURRENT_SIGNING_KEY: "test-current-key",
  QSTASH_NEXT_SIGNING_KEY: "test-next-key",
  CRON_SECRET: "test-cron-secret",
};
/** QStash waits seconds where tests have milliseconds. */
const TIME_SCALE = 0.02;

let started: Deliveries | null = null;

/** Null where Postgres wakes tasks. */
export function currentDeliveries(): Deliveries | null {
  return started;
}

/** One a process, and before any other module reads its settings: for the setup of a run on QStash. */
export async function startDeliveries(): Promise<void> {
  started ??= await makeDeliveries();
}

async function makeDeliveries(): Promise<Deliveries> {
  const qstash = await startQstash({
    token: KEYS.QSTASH_TOKEN,
    currentSigningKey: KEYS.QSTASH_CURRENT_SIGNING_KEY,
    nextSigningKey: KEYS.QSTASH_NEXT_SIGNING_KEY,
    timeScale: TIME_SCALE,
  });
  let isUp = true;
  let turn = 0;
  const deliverers: Deliverer[] = [];
  const next = () => {
    const deliverer = deliverers[turn++ % deliverers.length];
    if (!deliverer) throw new Error("nobody works on deliveries now");
    return deliverer;
  };
  const server = createServer((incoming, outgoing) => {
    if (!isUp) return void incoming.socket.destroy();
    respond(incoming, (kind, request) =>
      kind === "failure"
        ? routes.failureRoute(next)(request)
        : // The path names the kind; another has no route in the app either.
          routes.deliveryRoute(kind as "search", next)(request),
    ).then(
      async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.end(Buffer.from(await response.arrayBuffer()));
      },
      (error: unknown) => {
        console.error(error);
        outgoing.destroy();
      },
    );
  });
  const url = await listen(server);
  Object.assign(process.env, { ...KEYS, QUEUE: "qstash", QSTASH_URL: qstash.url, APP_URL: url });
  const routes = await import("#lib/queue/qstash/delivery-route.ts");
  const { createDeliverer } = await import("#lib/queue/qstash/engine.ts");
  return {
    qstash,
    workWith(engine) {
      const deliverer = createDeliverer(engine);
      deliverers.push(deliverer);
      return () => void deliverers.splice(deliverers.indexOf(deliverer), 1);
    },
    answer(up) {
      isUp = up;
    },
    async settled() {
      while (qstash.messages().inFlight > 0) await sleep(5);
    },
  };
}

async function respond(
  incoming: IncomingMessage,
  handle: (kind: string, request: Request) => Promise<Response>,
): Promise<Response> {
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers(
    Object.entries(incoming.headers).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as [string, string]] : [],
    ),
  );
  const kind = /^\/api\/v2\/worker\/(\w+)$/.exec(url.pathname)?.[1];
  if (!kind) return new Response(null, { status: 404 });
  return handle(kind, new Request(url, { method: "POST", headers, body: Buffer.concat(chunks) }));
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  server.unref();
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}
