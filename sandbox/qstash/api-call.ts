import type { IncomingHttpHeaders } from "node:http";
import type { Broker } from "./broker.ts";
import type { DailyLimit } from "./daily-limit.ts";
import type { Faults } from "./faults.ts";
import type { MessageLog } from "./message-log.ts";
import type { SigningKeys } from "./signature.ts";

/** What the stand-in is made of. */
export interface QstashState {
  token: string;
  broker: Broker;
  dailyLimit: DailyLimit;
  faults: Faults;
  keys: SigningKeys;
  log: MessageLog;
}

/** A call at QStash's interface. */
export interface ApiCall {
  method: string;
  /** The parts of the path behind /v2/, decoded. */
  parts: string[];
  query: URLSearchParams;
  /** All behind /v2/ as it came, as a destination in it is not encoded. */
  target: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  callerIp: string;
}

export interface ApiAnswer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

export function ok(body: object): ApiAnswer {
  return { status: 200, body };
}

/** As QStash words an error. */
export function failure(status: number, error: unknown): ApiAnswer {
  return { status, body: { error: error instanceof Error ? error.message : String(error) } };
}

export function noEndpoint({ method, target }: ApiCall): ApiAnswer {
  return failure(404, `this stand-in has no ${method} /v2/${target}`);
}
