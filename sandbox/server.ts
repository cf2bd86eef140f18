import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { avatarPng } from "./avatar.ts";
import { CallLog } from "./call-log.ts";
import { handleControl } from "./control.ts";
import { Faults } from "./faults.ts";
import { sendJson } from "./http.ts";
import { type SandboxOptions, sandboxOptionsSchema } from "./options.ts";
import { populations } from "./population.ts";
import { handleProvider } from "./provider.ts";
import { randomSequence } from "./random.ts";

const HOST = "127.0.0.1";
const CREDITS = 1_000_000;

export type { SandboxOptions } from "./options.ts";

export interface Sandbox {
  url: string;
  port: number;
  close(): Promise<void>;
}

/**
 * Starts the stand-in for the provider, on loopback only, with recorded sample data.
 * @throws ZodError for an option out of range; Error when the port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = sandboxOptionsSchema.parse(options);
  const random = randomSequence(settings.seed);
  const credits = { remaining: CREDITS };
  const calls = new CallLog();
  const faults = new Faults(settings.seed);
  let origin = "";
  const state = {
    calls,
    faults,
    credits,
    jitter: (latencyMs: number) => latencyMs * (1 + settings.latencyJitter * (2 * random() - 1)),
    routes: {
      ...settings,
      population: populations(settings),
      charge: () => {
        credits.remaining = Math.max(0, credits.remaining - 1);
        return { credits_remaining: credits.remaining, credits_charged: 1 };
      },
    },
  };

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      console.error(error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { success: false, message: "The sandbox itself failed; see its output." });
    });
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", origin);
    if (url.pathname.startsWith("/__")) return handleControl(request, response, url.pathname, state);
    if (url.pathname.startsWith("/avatars/")) return sendAvatar(response, url.pathname);
    return handleProvider(request, response, url, state);
  }

  server.listen(settings.port, HOST);
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The sandbox has no port.");
  origin = `http://${HOST}:${address.port}`;

  return {
    url: origin,
    port: address.port,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function sendAvatar(response: ServerResponse, path: string): void {
  const id = path.match(/^\/avatars\/([\w-]{1,40})\.png$/)?.[1];
  if (id === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "content-type": "image/png",
    "cache-control": "public, max-age=86400, immutable",
  });
  response.end(avatarPng(id));
}
