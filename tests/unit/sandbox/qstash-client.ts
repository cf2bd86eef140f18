import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { Client } from "@upstash/qstash";
import { onTestFinished, vi } from "vitest";
import type { QstashOptions } from "#sandbox/qstash/options.ts";
import { startQstash } from "#sandbox/qstash/server.ts";

export const KEYS = { currentSigningKey: "sig_current", nextSigningKey: "sig_next" };
const TOKEN = "test-token";

// The SDK tells the console of each answer that is an error; what else comes there is worth seeing.
for (const level of ["error", "warn"] as const) {
  const print = console[level];
  vi.spyOn(console, level).mockImplementation((...parts) => {
    if (!String(parts[0]).startsWith("[Upstash QStash]")) print(...parts);
  });
}

/** A stand-in whose waits take a thousandth, the SDK's client for it, and what tests do with both. */
export async function openQstash(options: QstashOptions = {}) {
  const qstash = await startQstash({ token: TOKEN, timeScale: 0.001, ...KEYS, ...options });
  onTestFinished(() => qstash.close());
  const client = (token = TOKEN) =>
    new Client({
      baseUrl: qstash.url,
      token,
      enableTelemetry: false,
      retry: { retries: 1, backoff: () => 1 },
    });
  return {
    ...qstash,
    client: client(),
    clientWith: client,
    control: (method: string, path: string, body?: unknown) =>
      fetch(`${qstash.url}${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) }),
  };
}

/** Waits until the check passes, however busy the machine is. */
export function eventually(check: () => unknown): Promise<unknown> {
  return vi.waitFor(check, { timeout: 4_500, interval: 10 });
}

export interface Delivered {
  path: string;
  method: string;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A destination that keeps what it gets, and answers 200 unless `reply` says otherwise. */
export async function openDestination(
  reply: (delivered: Delivered, at: number) => Reply | Promise<Reply> = () => ({}),
) {
  const deliveries: Delivered[] = [];
  let open = 0;
  let maxOpen = 0;
  const server = createServer(async (request, response) => {
    open += 1;
    maxOpen = Math.max(maxOpen, open);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const delivered = {
      path: request.url ?? "",
      method: request.method ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    deliveries.push(delivered);
    const { status = 200, headers = {}, body = "done" } = await reply(delivered, deliveries.length - 1);
    open -= 1;
    response.writeHead(status, headers);
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The destination has no port.");
  return { url: `http://127.0.0.1:${address.port}`, deliveries, maxOpen: () => maxOpen, server };
}
