import { type ApiAnswer, type ApiCall, failure, noEndpoint, ok, type QstashState } from "./api-call.ts";
import type { DeadLetter } from "./dead-letters.ts";
import { letterView } from "./views.ts";

/** `GET`, `DELETE` and `POST …/retry` under /v2/dlq: one by its id, or a page by ids or filter. */
export function answerDeadLetters(call: ApiCall, state: QstashState): ApiAnswer {
  const { method, parts, query } = call;
  const { deadLetters } = state.broker;
  const isRetry = method === "POST" && parts[1] === "retry";
  const dlqId = parts[isRetry ? 2 : 1];
  if (!isRetry && method !== "GET" && method !== "DELETE") return noEndpoint(call);
  if (dlqId) {
    const letter = deadLetters.get(dlqId);
    if (!letter) return failure(404, `dlq message ${dlqId} not found`);
    if (isRetry) return ok({ messageId: retry(letter, state) });
    if (method === "GET") return ok(letterView(letter));
    deadLetters.delete(dlqId);
    return ok({ deleted: 1 });
  }
  const { letters, cursor } = deadLetters.page(query);
  if (isRetry)
    return ok({ responses: letters.map((letter) => ({ messageId: retry(letter, state) })), cursor });
  if (method === "GET") return ok({ messages: letters.map(letterView), cursor });
  for (const letter of letters) deadLetters.delete(letter.dlqId);
  return ok({ deleted: letters.length, cursor });
}

/** Publishes it again, as a new message. */
function retry({ dlqId, message }: DeadLetter, { broker }: QstashState): string {
  broker.deadLetters.delete(dlqId);
  return broker.publish({ ...message, deduplicationId: null, delayMs: 0 }).messageId;
}
