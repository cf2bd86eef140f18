import type { Answer, CallbackRequest, Message, PublishRequest } from "./message.ts";
import { parsePublish } from "./publish-request.ts";
import { headerLists } from "./views.ts";

interface CallbackFacts {
  message: Message;
  answer: Answer;
  /** How often the message was retried before this answer. */
  retried: number;
  /** Null unless the message ended in the dead letter queue. */
  dlqId: string | null;
}

/** The message that tells a callback's address what came of a message. */
export function callbackPublish(callback: CallbackRequest, facts: CallbackFacts): PublishRequest {
  const body = Buffer.from(JSON.stringify(callbackBody(facts)));
  return parsePublish({ ...callback, body, callerIp: facts.message.callerIp });
}

function callbackBody({ message, answer, retried, dlqId }: CallbackFacts): object {
  return {
    status: answer.status,
    header: headerLists(answer.headers),
    body: answer.body.toString("base64"),
    retried,
    maxRetries: message.retriesMax,
    ...(dlqId !== null && { dlqId }),
    sourceMessageId: message.messageId,
    topicName: "",
    endpointName: "",
    url: message.url,
    method: message.method,
    sourceHeader: headerLists(message.headers),
    sourceBody: message.body.toString("base64"),
    notBefore: message.createdAt + message.delayMs,
    createdAt: message.createdAt,
    scheduleId: "",
    callerIP: message.callerIp,
  };
}
