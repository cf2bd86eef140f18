import type { IncomingMessage, ServerResponse } from "node:http";

const BODY_BYTES_MAX = 1_000_000;

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const payload = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": payload.length,
    ...headers,
  });
  response.end(payload);
}

/** Promises the whole answer, sends half of it and breaks the connection. */
export function sendCutOff(response: ServerResponse, body: object): void {
  const payload = Buffer.from(JSON.stringify(body));
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": payload.length,
  });
  response.write(payload.subarray(0, Math.floor(payload.length / 2)), () => response.destroy());
}

/** @throws Error with a message for the caller when the body is too large or not JSON. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  return parseJson(await readBody(request));
}

/** @throws Error with a message for the caller when the body is too large. */
export async function readBody(request: IncomingMessage, bytesMax = BODY_BYTES_MAX): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= bytesMax) chunks.push(chunk);
  }
  // Only now: a client that is still sending would not read the answer.
  if (bytes > bytesMax) throw new Error(`body: must be at most ${bytesMax} bytes`);
  return Buffer.concat(chunks);
}

/** @throws Error with a message for the caller when it is not JSON. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Error("body: must be JSON");
  }
}
