import type { IncomingHttpHeaders } from "node:http";
import type { DeadLetter } from "./dead-letters.ts";
import type { Message } from "./message.ts";

/** As QStash lists it. */
export function letterView({ dlqId, message, answer }: DeadLetter): object {
  return {
    ...messageView(message),
    dlqId,
    responseStatus: answer.status,
    responseHeader: headerLists(answer.headers),
    responseBody: answer.body.toString("utf8"),
  };
}

/** As QStash shows a message; what it does not have is left out. */
export function messageView(message: Message): object {
  const { flow, callback, failureCallback } = message;
  return {
    messageId: message.messageId,
    url: message.url,
    method: message.method,
    header: headerLists(message.headers),
    body: message.body.toString("utf8"),
    maxRetries: message.retriesMax,
    notBefore: message.createdAt + message.delayMs,
    createdAt: message.createdAt,
    callerIP: message.callerIp,
    ...(message.retryDelay && { retryDelayExpression: message.retryDelay.expression }),
    ...(callback && { callback: callback.url }),
    ...(failureCallback && { failureCallback: failureCallback.url }),
    ...(message.label !== null && { label: message.label, labels: message.label.split(",") }),
    ...(flow && {
      flowControlKey: flow.key,
      ...(flow.parallelism !== null && { parallelism: flow.parallelism }),
      ...(flow.rate !== null && { rate: flow.rate, period: flow.periodMs / 1_000 }),
    }),
  };
}

/** Header names and values as QStash writes them, such as {"Content-Type": ["text/plain"]}. */
export function headerLists(headers: IncomingHttpHeaders): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[canonicalName(name), Array.isArray(value) ? value : [value]]],
    ),
  );
}

function canonicalName(name: string): string {
  return name.toLowerCase().replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}
