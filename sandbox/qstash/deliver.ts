import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { Answer, Method } from "./message.ts";

/** More of an answer than this is read and forgotten. */
const ANSWER_BYTES_KEPT = 100_000;

interface Delivery {
  url: string;
  method: Method;
  headers: Record<string, string>;
  body: Buffer;
  timeoutMs: number;
}

/** Makes the calls at destinations. A connection for each, since a kept one that the other side closes looks failed. */
export class Deliverer {
  readonly #agents = { "http:": new HttpAgent(), "https:": new HttpsAgent() };
  readonly #running = new Map<AbortController, Promise<Answer>>();
  #isClosed = false;

  /** Never throws: without an answer, status is 0 and `error` says why. */
  deliver(delivery: Delivery): Promise<Answer> {
    const abort = new AbortController();
    const answer = this.#isClosed ? Promise.resolve(noAnswer("closed")) : this.#call(delivery, abort);
    this.#running.set(abort, answer);
    return answer.finally(() => this.#running.delete(abort));
  }

  /** Breaks off what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const answers = [...this.#running.values()];
    for (const abort of this.#running.keys()) abort.abort(new Error("closed"));
    await Promise.all(answers);
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #call({ url, method, headers, body, timeoutMs }: Delivery, abort: AbortController): Promise<Answer> {
    const timer = setTimeout(() => abort.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    try {
      const isSecure = url.startsWith("https:");
      const response = Promise.withResolvers<IncomingMessage>();
      const request = (isSecure ? requestHttps : requestHttp)(url, {
        method,
        headers: { ...headers, "content-length": String(body.length) },
        agent: this.#agents[isSecure ? "https:" : "http:"],
        signal: abort.signal,
      });
      request.once("response", response.resolve);
      request.on("error", response.reject);
      request.end(body);
      return await readAnswer(await response.promise);
    } catch (error) {
      const reason: unknown = abort.signal.aborted ? abort.signal.reason : error;
      return noAnswer(reason instanceof Error ? reason.message : String(reason));
    } finally {
      clearTimeout(timer);
    }
  }
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    if (bytes < ANSWER_BYTES_KEPT) chunks.push(chunk);
    bytes += chunk.length;
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).subarray(0, ANSWER_BYTES_KEPT),
    error: null,
  };
}

function noAnswer(error: string): Answer {
  return { status: 0, headers: {}, body: Buffer.from(error), error };
}
