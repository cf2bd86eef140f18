import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

export interface Balancer {
  url: string;
  close(): Promise<void>;
}

const WORKER_ROUTES = "/api/v2/worker/";

/**
 * The one address of an app that runs on several ports: deliveries go in turn to those that take them, everything else to
 * the one that answers users. One that takes no connection is passed over; a connection that breaks later breaks.
 */
export async function startBalancer(ports: {
  users: number;
  deliveries: readonly number[];
}): Promise<Balancer> {
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const isDelivery = incoming.url?.startsWith(WORKER_ROUTES) ?? false;
    const from = turn++ % ports.deliveries.length;
    const targets = isDelivery
      ? [...ports.deliveries.slice(from), ...ports.deliveries.slice(0, from)]
      : [ports.users];
    readAll(incoming)
      .then((body) => forward(incoming, body, outgoing, targets))
      .catch(() => outgoing.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The balancer has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** @throws Error when nobody takes it, or whoever took it breaks off */
async function forward(
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  [port, ...others]: readonly number[],
): Promise<void> {
  if (port === undefined) throw new Error("Nobody takes connections.");
  try {
    const answer = await send(incoming, body, port);
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    for await (const chunk of answer) outgoing.write(chunk);
    outgoing.end();
  } catch (error) {
    const isRefused = error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
    if (!isRefused || others.length === 0) throw error;
    await forward(incoming, body, outgoing, others);
  }
}

function send(incoming: IncomingMessage, body: Buffer, port: number): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const call = request({
    host: "localhost",
    port,
    method: incoming.method,
    path: incoming.url,
    // Also the host, as it was asked for; and a connection of its own.
    headers: { ...incoming.headers, connection: "close" },
    agent: false,
  });
  call.once("response", resolve);
  call.on("error", reject);
  call.end(body);
  return promise;
}
