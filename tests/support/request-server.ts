import { once } from "node:events";
import type { IncomingMessage, Server } from "node:http";

/** What a route handler of the app answers to a request that came over HTTP. */
export async function respond(
  incoming: IncomingMessage,
  work: (request: Request) => Promise<Response>,
): Promise<Response> {
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers(
    Object.entries(incoming.headers).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as [string, string]] : [],
    ),
  );
  const method = incoming.method ?? "GET";
  const body = method === "GET" ? {} : { body: Buffer.concat(chunks) };
  return work(new Request(url, { method, headers, ...body }));
}

/** Listens on a free port of this machine; does not keep the process alive. Answers the address. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  server.unref();
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}
