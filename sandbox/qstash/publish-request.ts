import { createHash } from "node:crypto";
import { type IncomingHttpHeaders, validateHeaderName, validateHeaderValue } from "node:http";
import { parseDurationMs } from "./duration.ts";
import { parseFlowSettings } from "./flow-settings.ts";
import { type CallbackRequest, METHODS, type Method, type PublishRequest } from "./message.ts";
import { compileRetryDelay } from "./retry-delay.ts";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const RETRIES_DEFAULT = 3;
const RETRIES_MAX = 100;
/** The longest that a plan lets a destination take. */
const TIMEOUT_MAX_MS = 900_000;
/** These belong to the connection, so they are never forwarded. */
const CONNECTION_HEADERS = new Set(["connection", "content-length", "expect", "host", "transfer-encoding"]);

interface RawPublish {
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  callerIp: string;
}

/** @throws Error that names the header or the destination, and what is wrong with it */
export function parsePublish({ url, headers: given, body, callerIp }: RawPublish): PublishRequest {
  const headers = flatHeaders(given);
  checkDestination(url);
  return {
    url,
    method: read(headers, "upstash-method", parseMethod) ?? "POST",
    headers: forwardedHeaders(headers),
    body,
    delayMs: delayOf(headers),
    retriesMax: read(headers, "upstash-retries", parseRetries) ?? RETRIES_DEFAULT,
    retryDelay: read(headers, "upstash-retry-delay", (expression) => ({
      expression,
      evaluate: compileRetryDelay(expression),
    })),
    timeoutMs: Math.min(read(headers, "upstash-timeout", parseDurationMs) ?? TIMEOUT_MAX_MS, TIMEOUT_MAX_MS),
    deduplicationId: deduplicationIdOf(url, headers, body),
    callback: callbackOf(headers, "upstash-callback"),
    failureCallback: callbackOf(headers, "upstash-failure-callback"),
    flow: flowOf(headers),
    label: headers["upstash-label"] ?? null,
    callerIp,
  };
}

/** A stand-in never calls the internet. */
function checkDestination(destination: string): void {
  const url = URL.parse(destination);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Error(`invalid destination url: "${destination}" must start with http:// or https://`);
  }
  if (!LOOPBACK.test(url.hostname)) {
    throw new Error(
      `invalid destination url: this stand-in delivers to loopback only, not to ${url.hostname}`,
    );
  }
}

function flatHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

function read<Value>(
  headers: Record<string, string>,
  name: string,
  parse: (text: string) => Value,
): Value | null {
  const text = headers[name];
  if (text === undefined) return null;
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`invalid ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseMethod(text: string): Method {
  const method = METHODS.find((known) => known === text.toUpperCase());
  if (!method) throw new Error(`"${text}" is none of ${METHODS.join(", ")}`);
  return method;
}

function parseRetries(text: string): number {
  const retries = Number(text);
  if (!/^\d+$/.test(text) || retries > RETRIES_MAX) {
    throw new Error(`"${text}" is not a whole number from 0 to ${RETRIES_MAX}`);
  }
  return retries;
}

function delayOf(headers: Record<string, string>): number {
  const notBeforeSeconds = read(headers, "upstash-not-before", (text) => {
    if (!/^\d+$/.test(text)) throw new Error(`"${text}" is not a unix time in seconds`);
    return Number(text);
  });
  const delayMs = read(headers, "upstash-delay", parseDurationMs) ?? 0;
  return notBeforeSeconds === null ? delayMs : Math.max(0, notBeforeSeconds * 1_000 - Date.now());
}

function forwardedHeaders(headers: Record<string, string>): Record<string, string> {
  const given = withPrefix(headers, "upstash-forward-").filter(([name]) => !CONNECTION_HEADERS.has(name));
  if (headers["content-type"]) given.unshift(["content-type", headers["content-type"]]);
  const forwarded: Record<string, string> = {};
  for (const [name, value] of given) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    forwarded[name] = value;
  }
  return forwarded;
}

/** The headers whose names start with a prefix, without it. */
function withPrefix(headers: Record<string, string>, prefix: string): [name: string, value: string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
  );
}

function callbackOf(headers: Record<string, string>, name: string): CallbackRequest | null {
  const url = headers[name];
  if (url === undefined) return null;
  const shaped = withPrefix(headers, `${name}-`).map(([rest, value]) => [`upstash-${rest}`, value]);
  const callback = { url, headers: { "content-type": "application/json", ...Object.fromEntries(shaped) } };
  // Read here only so that what is wrong with it is told to the publisher.
  parsePublish({ ...callback, body: Buffer.alloc(0), callerIp: "" });
  return callback;
}

function flowOf(headers: Record<string, string>): PublishRequest["flow"] {
  const key = headers["upstash-flow-control-key"];
  const limits = read(headers, "upstash-flow-control-value", parseFlowSettings);
  if (key === undefined && limits === null) return null;
  if (!key || !limits) throw new Error("upstash-flow-control-key and upstash-flow-control-value go together");
  return { key, ...limits };
}

function deduplicationIdOf(url: string, headers: Record<string, string>, body: Buffer): string | null {
  const id = headers["upstash-deduplication-id"];
  if (id) return id;
  if (headers["upstash-content-based-deduplication"] !== "true") return null;
  const shaping = Object.entries(headers)
    .filter(([name]) => name.startsWith("upstash-") || name === "content-type")
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([url, shaping]))
    .update(body)
    .digest("hex");
}
