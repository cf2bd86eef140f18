import { z } from "zod";
import { parseJson } from "../http.ts";
import { type ApiAnswer, type ApiCall, failure, noEndpoint, ok, type QstashState } from "./api-call.ts";
import { parsePublish } from "./publish-request.ts";

const MESSAGE_BYTES_MAX = 1_000_000;

const batchSchema = z.array(z.unknown());
const batchItemSchema = z.object({
  destination: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(""),
});

type Publish = Parameters<typeof parsePublish>[0];

/** `POST /v2/publish/…`, `/v2/enqueue/{queue}/…` and `/v2/batch`. The order of a queue is not kept. */
export function answerPublish(call: ApiCall, state: QstashState): ApiAnswer {
  if (call.method !== "POST") return noEndpoint(call);
  return refusal(state) ?? (call.parts[0] === "batch" ? publishBatch(call, state) : publishOne(call, state));
}

/** What a fault answers in place of the publish. */
function refusal(state: QstashState): ApiAnswer | null {
  const rule = state.faults.strikePublish();
  if (!rule) return null;
  countFailures(state, 1);
  if (rule.kind === "fail_publish") return failure(rule.status, "injected failure");
  return {
    ...failure(429, "Exceeded burst rate limit"),
    headers: {
      "Burst-RateLimit-Limit": "100",
      "Burst-RateLimit-Remaining": "0",
      "Burst-RateLimit-Reset": String(Math.ceil(Date.now() / 1_000) + 1),
    },
  };
}

function publishOne({ target, headers, body, callerIp }: ApiCall, state: QstashState): ApiAnswer {
  const url = target.replace(/^(?:publish|enqueue\/[^/]*)\//, "");
  return overLimit(state, 1) ?? accept({ url, headers, body, callerIp }, state);
}

/** All or nothing only at the daily limit; else each message has its own answer, in order. */
function publishBatch(call: ApiCall, state: QstashState): ApiAnswer {
  let items: unknown[];
  try {
    items = batchSchema.parse(parseJson(call.body));
  } catch {
    return failure(400, "batch: must be a JSON array of messages");
  }
  const limited = overLimit(state, items.length);
  if (limited) return limited;
  const refused = state.faults.refusedIndexes();
  return ok(items.map((item, index) => acceptItem(item, refused.has(index), call, state).body));
}

function acceptItem(item: unknown, isRefused: boolean, { callerIp }: ApiCall, state: QstashState): ApiAnswer {
  if (isRefused) return refused(state, 500, "injected failure");
  const parsed = batchItemSchema.safeParse(item);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused(state, 400, `${issue?.path.join(".") || "message"}: ${issue?.message}`);
  }
  const { destination, headers, body } = parsed.data;
  return accept({ url: destination, headers, body: Buffer.from(body), callerIp }, state);
}

function accept(message: Publish, state: QstashState): ApiAnswer {
  if (state.faults.refusesMessage()) return refused(state, 500, "injected failure");
  if (message.body.length > MESSAGE_BYTES_MAX) {
    return refused(state, 413, `message is larger than ${MESSAGE_BYTES_MAX} bytes`);
  }
  let request: ReturnType<typeof parsePublish>;
  try {
    request = parsePublish(message);
  } catch (error) {
    return refused(state, 400, error);
  }
  const { messageId, isDeduplicated } = state.broker.publish(request);
  if (isDeduplicated) return { status: 202, body: { messageId, url: request.url, deduplicated: true } };
  state.dailyLimit.take();
  return ok({ messageId, url: request.url });
}

function overLimit(state: QstashState, messages: number): ApiAnswer | null {
  if (state.dailyLimit.hasRoomFor(messages)) return null;
  countFailures(state, messages);
  return { ...failure(429, "Exceeded daily rate limit"), headers: state.dailyLimit.headers() };
}

function refused(state: QstashState, status: number, error: unknown): ApiAnswer {
  countFailures(state, 1);
  return failure(status, error);
}

function countFailures({ log }: QstashState, messages: number): void {
  log.count("published", messages);
  log.count("failedPublishes", messages);
}
