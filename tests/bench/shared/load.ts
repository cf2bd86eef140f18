import { Agent, type ClientRequest, request } from "node:http";

export interface LoadRequest {
  url: string;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
}

export interface Load {
  /** Of each request in the order of their ends, from sending it to the end of its answer. */
  latenciesMs: number[];
  perSecond: number;
}

/**
 * Sends requests over kept-alive connections, each connection its next one as soon as the last was answered.
 * @param expected the status that every answer must have
 * @throws Error with the first answer that has another
 */
export async function applyLoad(options: {
  requests: number;
  connections: number;
  expected: number;
  requestOf: (index: number) => LoadRequest;
}): Promise<Load> {
  const { requests, connections, expected, requestOf } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latenciesMs: number[] = [];
  let sent = 0;
  const startedAt = performance.now();
  const send = async () => {
    while (sent < requests) {
      const index = sent;
      sent += 1;
      const sentAt = performance.now();
      await exchange(agent, requestOf(index), expected);
      latenciesMs.push(performance.now() - sentAt);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, send));
    return { latenciesMs, perSecond: (requests * 1_000) / (performance.now() - startedAt) };
  } finally {
    agent.destroy();
  }
}

function exchange(agent: Agent, { url, method = "GET", headers = {}, body }: LoadRequest, expected: number) {
  return new Promise<void>((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const outgoing: ClientRequest = request(
      url,
      { agent, method, headers: { ...headers, ...length } },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => {
          if (answer.statusCode !== expected) text += chunk;
        });
        answer.on("error", reject);
        answer.on("end", () => {
          if (answer.statusCode === expected) resolve();
          else reject(new Error(`${method} ${url}: ${answer.statusCode} ${text.slice(0, 300)}`));
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
