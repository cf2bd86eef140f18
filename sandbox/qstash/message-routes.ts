import { type ApiAnswer, type ApiCall, failure, noEndpoint, ok, type QstashState } from "./api-call.ts";
import type { Message } from "./message.ts";
import { messageView } from "./views.ts";

/** `GET` and `DELETE /v2/messages/{id}`, and `DELETE /v2/messages` by ids or filter. */
export function answerMessages(call: ApiCall, { broker }: QstashState): ApiAnswer {
  const { method, parts, query } = call;
  const [, messageId] = parts;
  if (method === "DELETE" && !messageId) {
    const wanted = broker.open().filter((message) => isAskedFor(message, query));
    return ok({ cancelled: wanted.filter((message) => broker.cancel(message.messageId)).length });
  }
  if (!messageId || !["GET", "DELETE"].includes(method)) return noEndpoint(call);
  const message = broker.find(messageId);
  if (!message) return failure(404, `message ${messageId} not found`);
  return ok(method === "GET" ? messageView(message) : { cancelled: broker.cancel(messageId) ? 1 : 0 });
}

function isAskedFor(message: Message, query: URLSearchParams): boolean {
  const values = {
    messageIds: message.messageId,
    url: message.url,
    label: message.label,
    flowControlKey: message.flow?.key,
  };
  return Object.entries(values).every(([name, value]) => {
    const wanted = query.getAll(name);
    return wanted.length === 0 || (typeof value === "string" && wanted.includes(value));
  });
}
