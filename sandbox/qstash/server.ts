import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { sendJson } from "../http.ts";
import { handleApi } from "./api.ts";
import type { QstashState } from "./api-call.ts";
import { Broker } from "./broker.ts";
import { handleControl } from "./control.ts";
import { controlsOf, type QstashControls } from "./controls.ts";
import { DailyLimit } from "./daily-limit.ts";
import { Faults } from "./faults.ts";
import { MessageLog } from "./message-log.ts";
import { type QstashOptions, type QstashSettings, qstashOptionsSchema } from "./options.ts";
import { SigningKeys } from "./signature.ts";
import { Timers } from "./timers.ts";

const HOST = "127.0.0.1";

export interface Qstash extends QstashControls {
  url: string;
  port: number;
  /** Breaks off deliveries, forgets what waits, and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts the stand-in for QStash, on loopback only. It delivers to loopback only, too.
 * @throws ZodError for an option out of range; Error when the port is taken.
 */
export async function startQstash(options: QstashOptions = {}): Promise<Qstash> {
  const settings = qstashOptionsSchema.parse(options);
  const state = stateOf(settings);
  const controls = controlsOf(state);
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      console.error(error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: "The stand-in itself failed; see its output." });
    });
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = "/"] = (request.url ?? "/").split("?");
    if (path.startsWith("/__")) return handleControl(request, response, path, controls);
    if (path.startsWith("/v2/")) return handleApi(request, response, state);
    sendJson(response, 404, { error: `No ${request.method} ${path}.` });
  }

  server.listen(settings.port, HOST);
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The stand-in has no port.");

  return {
    ...controls,
    url: `http://${HOST}:${address.port}`,
    port: address.port,
    async close() {
      const closed = server.listening ? once(server, "close") : undefined;
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, state.broker.courier.close()]);
    },
  };
}

function stateOf(settings: QstashSettings): QstashState {
  const { seed, token, dailyLimit, timeScale, parallelism, currentSigningKey, nextSigningKey } = settings;
  const { duplicateRate, lateDuplicateShare, dropRate, publishFailRate, lateByMs } = settings;
  const timers = new Timers(timeScale);
  const log = new MessageLog();
  const faults = new Faults(seed, { duplicateRate, lateDuplicateShare, dropRate, publishFailRate, lateByMs });
  const keys = new SigningKeys({ current: currentSigningKey, next: nextSigningKey });
  return {
    token,
    log,
    faults,
    keys,
    broker: new Broker({ faults, keys, log, timers, parallelism }),
    dailyLimit: new DailyLimit(timers, dailyLimit),
  };
}
