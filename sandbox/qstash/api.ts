import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody, sendJson } from "../http.ts";
import { type ApiAnswer, type ApiCall, failure, noEndpoint, ok, type QstashState } from "./api-call.ts";
import { answerDeadLetters } from "./dead-letter-routes.ts";
import { answerMessages } from "./message-routes.ts";
import { answerPublish } from "./publish-routes.ts";

const REQUEST_BYTES_MAX = 20_000_000;

const ROUTES: Record<string, (call: ApiCall, state: QstashState) => ApiAnswer> = {
  publish: answerPublish,
  enqueue: answerPublish,
  batch: answerPublish,
  messages: answerMessages,
  dlq: answerDeadLetters,
  keys: answerKeys,
  flowControl: answerFlow,
  globalParallelism: answerParallelism,
};

/** QStash's own endpoints: the token first, then what the path asks for. */
export async function handleApi(
  request: IncomingMessage,
  response: ServerResponse,
  state: QstashState,
): Promise<void> {
  const answer =
    request.headers.authorization === `Bearer ${state.token}`
      ? await answerTo(request, state)
      : failure(401, "unauthorized: invalid token");
  if (answer.status < 300 && request.method === "POST" && state.faults.losesAnswer()) response.destroy();
  else sendJson(response, answer.status, answer.body, answer.headers);
}

async function answerTo(request: IncomingMessage, state: QstashState): Promise<ApiAnswer> {
  const target = (request.url ?? "/").slice("/v2/".length);
  const url = URL.parse(`http://qstash/${target}`);
  const parts = url && decodedParts(url.pathname);
  if (!parts) return failure(400, "the path is malformed");
  const query = url.searchParams;
  let body: Buffer;
  try {
    body = await readBody(request, REQUEST_BYTES_MAX);
  } catch (error) {
    return failure(413, error);
  }
  const { method = "GET", headers, socket } = request;
  const call = { method, parts, query, target, headers, body, callerIp: socket.remoteAddress ?? "127.0.0.1" };
  const [area = ""] = parts;
  const route = Object.hasOwn(ROUTES, area) ? ROUTES[area] : undefined;
  return (route ?? noEndpoint)(call, state);
}

function decodedParts(path: string): string[] | null {
  try {
    return path.slice(1).split("/").map(decodeURIComponent);
  } catch {
    return null;
  }
}

function answerKeys(call: ApiCall, { keys }: QstashState): ApiAnswer {
  return call.method === "GET" && call.parts.length === 1 ? ok(keys.pair) : noEndpoint(call);
}

function answerFlow(call: ApiCall, { broker }: QstashState): ApiAnswer {
  const { method, parts } = call;
  const [, key] = parts;
  if (method !== "GET" || !key || parts.length > 2) return noEndpoint(call);
  const flow = broker.courier.flows.info(key);
  return flow ? ok(flow) : failure(404, `flow control key ${key} not found`);
}

function answerParallelism(call: ApiCall, { broker }: QstashState): ApiAnswer {
  if (call.method !== "GET" || call.parts.length > 1) return noEndpoint(call);
  const { parallelism, inFlight } = broker.courier.load();
  return ok({ parallelismMax: parallelism, parallelismCount: inFlight });
}
