import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Deliverer } from "#lib/queue/qstash/engine.ts";
import type { Engine } from "#lib/search-engine/v2/index.ts";
import { type Qstash, startQstash } from "#sandbox/qstash/server.ts";
import { QSTASH_KEYS } from "./qstash-keys.ts";
import { listen, respond } from "./request-server.ts";

/** Settings of the QStash transport for tests: a stand-in for QStash, and this process as the app it calls. */
export interface Deliveries {
  qstash: Qstash;
  /** Deliveries are worked on by these engines too, in turn, until the answer is called. */
  workWith(engine: Engine): () => void;
  /** Deliveries go to another process instead, until they go to null. */
  forwardTo(url: string | null): void;
  /** Resolves when no delivery is under way. */
  settled(): Promise<void>;
}

/** QStash waits seconds where tests have milliseconds. */
const TIME_SCALE = 0.02;
const WAKE_TIMEOUT_MS = 1_000;

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
    token: QSTASH_KEYS.QSTASH_TOKEN,
    currentSigningKey: QSTASH_KEYS.QSTASH_CURRENT_SIGNING_KEY,
    nextSigningKey: QSTASH_KEYS.QSTASH_NEXT_SIGNING_KEY,
    timeScale: TIME_SCALE,
  });
  let forward: string | null = null;
  let turn = 0;
  const deliverers: Deliverer[] = [];
  const next = () => {
    const deliverer = deliverers[turn++ % deliverers.length];
    if (!deliverer) throw new Error("nobody works on deliveries now");
    return deliverer;
  };
  const server = createServer((incoming, outgoing) => {
    const work = (request: Request) => (forward ? passOn(forward, request) : routes.handle(request, next));
    respond(incoming, work).then(
      async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.end(Buffer.from(await response.arrayBuffer()));
      },
      // As when nobody is there.
      () => outgoing.destroy(),
    );
  });
  const url = await listen(server);
  Object.assign(process.env, {
    ...QSTASH_KEYS,
    QUEUE: "qstash",
    QSTASH_URL: qstash.url,
    APP_URL: url,
    QSTASH_WAKE_TIMEOUT_MS: String(WAKE_TIMEOUT_MS),
  });
  const routes = await import("./delivery-routes.ts");
  const { createDeliverer } = await import("#lib/queue/qstash/engine.ts");
  return {
    qstash,
    workWith(engine) {
      const deliverer = createDeliverer(engine);
      deliverers.push(deliverer);
      return () => void deliverers.splice(deliverers.indexOf(deliverer), 1);
    },
    forwardTo(url) {
      forward = url;
    },
    async settled() {
      while (qstash.messages().inFlight > 0) await sleep(5);
    },
  };
}

/** The same request, as the other process gets it; the signature is for the address that it came to. */
async function passOn(to: string, request: Request): Promise<Response> {
  return fetch(to + new URL(request.url).pathname, {
    method: "POST",
    headers: request.headers,
    body: await request.text(),
  });
}
