import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** How the model answers: as the Responses API documents it, or as it should not. */
export type ModelReply =
  | { keywords: { keyword: string; reason: string }[] }
  /** The text of the answer, whatever it is. */
  | { text: string }
  | { refusal: string }
  /** Ended by the limit of tokens, in the middle of the text. */
  | { incomplete: string }
  | { status: number; code?: string; headers?: Record<string, string> }
  /** The whole body, for what is not an answer at all. */
  | { body: string; headers?: Record<string, string> }
  | "hang"
  | "cut_off";

export interface ModelRequest {
  path: string;
  authorization: string | undefined;
  body: {
    model: string;
    instructions: string;
    input: string;
    store: boolean;
    text: { format: { type: string; strict: boolean; schema: unknown } };
  };
}

export interface ModelServer {
  /** What OPENAI_BASE_URL is to be. */
  url: string;
  readonly requests: ModelRequest[];
  /** What follows are answered so. */
  reply: ModelReply;
  /** Called before an answer is given. */
  onRequest: (() => Promise<void>) | null;
  close(): Promise<void>;
}

/** Speaks the Responses API on loopback, to the official client. */
export async function startModelServer(): Promise<ModelServer> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The model server has no port.");
  const model: ModelServer = {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests: [],
    reply: { keywords: [] },
    onRequest: null,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += chunk;
    // The client's own type of request, of which tests read a part.
    const body = JSON.parse(text) as ModelRequest["body"];
    model.requests.push({ path: request.url ?? "", authorization: request.headers.authorization, body });
    await model.onRequest?.();
    send(response, model.reply, body.model);
  }

  return model;
}

function send(response: ServerResponse, reply: ModelReply, model: string): void {
  if (reply === "hang") return;
  if (reply === "cut_off") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
    response.write('{"id":"resp_1","output":[', () => response.destroy());
    return;
  }
  if ("body" in reply) {
    sendText(response, 200, reply.body, reply.headers);
  } else if ("status" in reply) {
    const error = { message: "sk-secret: no", type: "error", param: null, code: reply.code ?? null };
    sendText(response, reply.status, JSON.stringify({ error }), reply.headers);
  } else {
    sendText(response, 200, JSON.stringify(answerOf(reply, model)));
  }
}

type Answering = Extract<
  ModelReply,
  { keywords: unknown } | { text: string } | { refusal: string } | { incomplete: string }
>;

function answerOf(reply: Answering, model: string) {
  const isWhole = !("incomplete" in reply);
  return {
    id: "resp_1",
    object: "response",
    created_at: 1_790_000_000,
    status: isWhole ? "completed" : "incomplete",
    incomplete_details: isWhole ? null : { reason: "max_output_tokens" },
    error: null,
    model,
    output: [
      { id: "rs_1", type: "reasoning", summary: [] },
      {
        id: "msg_1",
        type: "message",
        status: isWhole ? "completed" : "incomplete",
        role: "assistant",
        content: [contentOf(reply)],
      },
    ],
    usage: { input_tokens: 300, output_tokens: 200, total_tokens: 500 },
  };
}

function contentOf(reply: Answering) {
  if ("refusal" in reply) return { type: "refusal", refusal: reply.refusal };
  const text =
    "keywords" in reply
      ? JSON.stringify({ keywords: reply.keywords })
      : "text" in reply
        ? reply.text
        : reply.incomplete;
  return { type: "output_text", text, annotations: [] };
}

function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(text);
}
