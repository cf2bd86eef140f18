import { Receiver } from "@upstash/qstash";
import { describe, expect, it } from "vitest";
import { eventually, KEYS, openDestination, openQstash } from "./qstash-client.ts";

describe("waiting", () => {
  it("keeps a delay, and delivers what has none before", async () => {
    const [qstash, destination] = [await openQstash(), await openDestination()];
    const at = (path: string) => ({ url: `${destination.url}/${path}`, body: {} });
    await qstash.client.batchJSON([
      { ...at("third"), notBefore: Math.floor(Date.now() / 1_000) + 300 },
      { ...at("second"), delay: "1m30s" as "90s" },
      at("first"),
    ]);
    expect(qstash.messages()).toMatchObject({ accepted: 3 });
    await qstash.whenIdle();
    expect(destination.deliveries.map(({ path }) => path)).toEqual(["/first", "/second", "/third"]);
  });

  it("ends when the message is cancelled", async () => {
    const [qstash, destination] = [await openQstash(), await openDestination()];
    const publish = (label: string) =>
      qstash.client.publishJSON({ url: destination.url, body: {}, delay: "7d", label });
    const { messageId } = await publish("a");
    expect(await qstash.client.messages.get(messageId)).toMatchObject({ url: destination.url, label: "a" });
    expect(await qstash.client.messages.cancel(messageId)).toEqual({ cancelled: 1 });
    await expect(qstash.client.messages.cancel(messageId)).rejects.toMatchObject({ status: 404 });
    await Promise.all([publish("b"), publish("b"), publish("c")]);
    expect(await qstash.client.messages.cancel({ filter: { label: "b" } })).toEqual({ cancelled: 2 });
    expect(await qstash.client.messages.cancel({ all: true })).toEqual({ cancelled: 1 });
    await qstash.whenIdle();
    expect(destination.deliveries).toEqual([]);
    expect(qstash.messages()).toMatchObject({ cancelled: 4, waiting: 0, delivered: 0 });
  });

  it("is never retried once cancelled while under way", async () => {
    const isThere = Promise.withResolvers<void>();
    const mayAnswer = Promise.withResolvers<void>();
    const qstash = await openQstash();
    const destination = await openDestination(async () => {
      isThere.resolve();
      await mayAnswer.promise;
      return { status: 500 };
    });
    const { messageId } = await qstash.client.publishJSON({ url: destination.url, body: {} });
    await isThere.promise;
    await qstash.client.messages.cancel(messageId);
    mayAnswer.resolve();
    await qstash.whenIdle();
    expect(qstash.messages()).toMatchObject({ cancelled: 1, retried: 0, dlq: 0, deliveries: 1 });
  });
});

describe("an answer that is no success", () => {
  it.each([500, 429, 404, 301])("is tried again: %d", async (status) => {
    const qstash = await openQstash();
    const destination = await openDestination((_, at) => (at < 2 ? { status } : {}));
    await qstash.client.publishJSON({ url: destination.url, body: { a: 1 } });
    await qstash.whenIdle();
    expect(destination.deliveries.map(({ headers }) => headers["upstash-retried"])).toEqual(["0", "1", "2"]);
    expect(new Set(destination.deliveries.map(({ headers }) => headers["upstash-message-id"])).size).toBe(1);
    expect(qstash.messages()).toMatchObject({ delivered: 1, retried: 2, deliveries: 3, dlq: 0 });
    expect(qstash.messages().messages[0]?.attempts.map((attempt) => attempt.status)).toEqual([
      status,
      status,
      200,
    ]);
  });

  /** Fails two messages once, and tells which comes back first. */
  async function orderOfRetries(first: object, second: object, headers: Record<string, string> = {}) {
    const seen = new Set<string>();
    const qstash = await openQstash();
    const destination = await openDestination(({ path }) => {
      const isKnown = seen.has(path);
      seen.add(path);
      return isKnown ? {} : { status: 503, headers: path === "/second" ? headers : {} };
    });
    qstash.addFault({ kind: "hold" });
    await qstash.client.batchJSON([
      { url: `${destination.url}/first`, body: {}, ...first },
      { url: `${destination.url}/second`, body: {}, ...second },
    ]);
    qstash.clearFaults();
    await qstash.whenIdle();
    return destination.deliveries.map(({ path }) => path).slice(2);
  }

  it("comes again after the retry delay of its message", async () => {
    const order = await orderOfRetries({ retryDelay: "300000 + retried" }, { retryDelay: "1000 * retried" });
    expect(order).toEqual(["/second", "/first"]);
  });

  it("comes again when the destination says, whatever the message says", async () => {
    const order = await orderOfRetries({}, { retryDelay: "1" }, { "retry-after": "300" });
    expect(order).toEqual(["/first", "/second"]);
  });

  it("ends in the dead letter queue when the tries are used up", async () => {
    const qstash = await openQstash();
    const destination = await openDestination(() => ({
      status: 500,
      body: "broken",
      headers: { "x-a": "1" },
    }));
    const { messageId } = await qstash.client.publishJSON({
      url: destination.url,
      body: { a: 1 },
      retries: 2,
    });
    await qstash.whenIdle();
    expect(destination.deliveries).toHaveLength(3);
    const { messages } = await qstash.client.dlq.listMessages();
    expect(messages).toEqual([
      expect.objectContaining({
        messageId,
        dlqId: expect.any(String),
        url: destination.url,
        body: '{"a":1}',
        maxRetries: 2,
        responseStatus: 500,
        responseBody: "broken",
        responseHeader: expect.objectContaining({ "X-A": ["1"] }),
      }),
    ]);
    expect(qstash.messages()).toMatchObject({ dlq: 1, retried: 2, delivered: 0 });
  });

  it("ends at once with 489 and the header, not with 489 alone", async () => {
    const qstash = await openQstash();
    const destination = await openDestination(({ path }) => ({
      status: 489,
      ...(path === "/final" && { headers: { "Upstash-NonRetryable-Error": "true" } }),
    }));
    await qstash.client.batchJSON(
      ["final", "again"].map((path) => ({ url: `${destination.url}/${path}`, body: {}, retries: 1 })),
    );
    await qstash.whenIdle();
    expect(destination.deliveries.map(({ path }) => path).sort()).toEqual(["/again", "/again", "/final"]);
    expect((await qstash.client.dlq.listMessages()).messages).toHaveLength(2);
  });

  it("may be none at all: nobody listens, or none in time", async () => {
    const qstash = await openQstash();
    const destination = await openDestination((_, at) => (at === 0 ? new Promise(() => {}) : {}));
    await qstash.client.publishJSON({ url: destination.url, body: {}, timeout: 1 });
    await qstash.client.publishJSON({ url: "http://127.0.0.1:1/", body: {}, retries: 0 });
    await qstash.whenIdle();
    const [late, refused] = qstash.messages().messages;
    expect(late?.attempts).toMatchObject([{ status: 0, error: "no answer within 1000 ms" }, { status: 200 }]);
    expect(refused?.attempts).toMatchObject([{ status: 0, error: expect.stringMatching(/ECONNREFUSED/) }]);
  });
});

describe("the dead letter queue", () => {
  it("is read in pages, the newest first, retried and deleted", async () => {
    let isBroken = true;
    const qstash = await openQstash();
    const destination = await openDestination(() => ({ status: isBroken ? 500 : 200 }));
    for (const at of [0, 1, 2]) {
      await qstash.client.publishJSON({ url: `${destination.url}/${at}`, body: { at }, retries: 0 });
      await qstash.whenIdle();
    }
    const { dlq } = qstash.client;
    const first = await dlq.listMessages({ count: 2 });
    const second = await dlq.listMessages({ count: 2, ...(first.cursor && { cursor: first.cursor }) });
    expect([first, second].map(({ messages }) => messages.map(({ body }) => body))).toEqual([
      ['{"at":2}', '{"at":1}'],
      ['{"at":0}'],
    ]);
    expect(second.cursor).toBeUndefined();

    isBroken = false;
    await dlq.retry(second.messages[0]?.dlqId ?? "");
    await qstash.whenIdle();
    expect(destination.deliveries.at(-1)?.body).toBe('{"at":0}');
    await dlq.delete(first.messages[0]?.dlqId ?? "");
    await expect(dlq.delete("none")).rejects.toMatchObject({ status: 404 });
    expect(await dlq.delete({ all: true })).toEqual({ deleted: 1 });
    expect((await dlq.listMessages()).messages).toEqual([]);
  });
});

describe("callbacks", () => {
  it("tell of a failure once the tries are used up, signed", async () => {
    const qstash = await openQstash();
    const destination = await openDestination(({ path }) =>
      path === "/work" ? { status: 500, headers: { "x-why": "tests" }, body: "broken" } : {},
    );
    const { messageId } = await qstash.client.publishJSON({
      url: `${destination.url}/work`,
      body: { taskId: "t1" },
      headers: { "x-run": "7" },
      retries: 1,
      failureCallback: `${destination.url}/failure`,
    });
    await qstash.whenIdle();
    const [call, ...more] = destination.deliveries.filter(({ path }) => path === "/failure");
    expect(more).toEqual([]);
    const signature = String(call?.headers["upstash-signature"]);
    const signed = { signature, body: call?.body ?? "", url: `${destination.url}/failure` };
    expect(await new Receiver(KEYS).verify(signed)).toBe(true);
    const { messages } = await qstash.client.dlq.listMessages();
    expect(JSON.parse(call?.body ?? "")).toEqual({
      status: 500,
      header: expect.objectContaining({ "X-Why": ["tests"] }),
      body: Buffer.from("broken").toString("base64"),
      retried: 1,
      maxRetries: 1,
      dlqId: messages[0]?.dlqId,
      sourceMessageId: messageId,
      topicName: "",
      endpointName: "",
      url: `${destination.url}/work`,
      method: "POST",
      sourceHeader: { "Content-Type": ["application/json"], "X-Run": ["7"] },
      sourceBody: Buffer.from('{"taskId":"t1"}').toString("base64"),
      notBefore: expect.any(Number),
      createdAt: expect.any(Number),
      scheduleId: "",
      callerIP: "127.0.0.1",
    });
  });

  it("tell of each answer, and are retried like any message", async () => {
    const qstash = await openQstash();
    let calls = 0;
    const destination = await openDestination(({ path }, at) => {
      if (path === "/work") return { status: at === 0 ? 500 : 200 };
      calls += 1;
      return { status: calls === 1 ? 500 : 200 };
    });
    await qstash.client.publishJSON({
      url: `${destination.url}/work`,
      body: {},
      callback: `${destination.url}/told`,
      retryDelay: "60000",
    });
    await qstash.whenIdle();
    const told = destination.deliveries.filter(({ path }) => path === "/told");
    expect(told).toHaveLength(3);
    expect(told.map(({ body }) => JSON.parse(body).status).sort()).toEqual([200, 500, 500]);
    expect(qstash.messages()).toMatchObject({ published: 1, callbacks: 2, delivered: 3 });
  });
});

describe("flow control", () => {
  it("never has more under way than its parallelism, and loses none", async () => {
    const qstash = await openQstash();
    const destination = await openDestination(
      () => new Promise((resolve) => setTimeout(() => resolve({}), 5)),
    );
    const flowControl = { key: "provider", parallelism: 3 };
    await qstash.client.batchJSON(
      Array.from({ length: 30 }, (_, at) => ({ url: destination.url, body: { at }, flowControl })),
    );
    await eventually(() => expect(destination.deliveries.length).toBeGreaterThan(2));
    expect(await qstash.client.flowControl.get("provider")).toMatchObject({
      flowControlKey: "provider",
      parallelismMax: 3,
      isPaused: false,
    });
    await qstash.whenIdle();
    expect(destination.maxOpen()).toBe(3);
    expect(qstash.messages()).toMatchObject({ delivered: 30, maxInFlight: 3 });
    await expect(qstash.client.flowControl.get("provider")).rejects.toMatchObject({ status: 404 });
  });

  it("has no more under way in all than the stand-in's parallelism, and cancels what waits for room", async () => {
    const mayAnswer = Promise.withResolvers<void>();
    const qstash = await openQstash({ parallelism: 2 });
    const destination = await openDestination(async () => {
      await mayAnswer.promise;
      return {};
    });
    const flowControl = { key: "k", parallelism: 3 };
    await qstash.client.batchJSON(
      Array.from({ length: 9 }, (_, at) => ({
        url: destination.url,
        body: { at },
        ...(at % 2 === 0 && { flowControl, label: "keyed" }),
      })),
    );
    await eventually(() => expect(destination.deliveries).toHaveLength(2));
    expect(await qstash.client.flowControl.getGlobalParallelism()).toEqual({
      parallelismMax: 2,
      parallelismCount: 2,
    });
    await qstash.client.messages.cancel({ filter: { label: "keyed" } });
    mayAnswer.resolve();
    await qstash.whenIdle();
    expect(destination.maxOpen()).toBe(2);
    expect(qstash.messages()).toMatchObject({ delivered: 4, cancelled: 5, maxInFlight: 2 });
    await expect(qstash.client.flowControl.get("k")).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    ["within a period its rate and no more", "1d", 2],
    ["the rest in the periods that follow", "20s", 6],
  ] as const)("starts %s", async (_, period, expected) => {
    const [qstash, destination] = [await openQstash(), await openDestination()];
    const flowControl = { key: "k", rate: 2, period };
    await qstash.client.batchJSON(
      Array.from({ length: 6 }, (_, at) => ({ url: `${destination.url}/${at}`, body: {}, flowControl })),
    );
    await eventually(() => expect(qstash.messages().delivered).toBe(expected));
    expect(qstash.messages()).toMatchObject({ waiting: 6 - expected, inFlight: 0 });
  });

  it.each(["parallelism=0", "rate=x", "period=1m", "speed=3", "parallelism=1, period=0s"])(
    "refuses %s",
    async (value) => {
      const qstash = await openQstash();
      const answer = await fetch(`${qstash.url}/v2/publish/http://127.0.0.1:1/`, {
        method: "POST",
        headers: {
          authorization: "Bearer test-token",
          "upstash-flow-control-key": "k",
          "upstash-flow-control-value": value,
        },
      });
      expect([answer.status, (await answer.json()).error]).toEqual([
        400,
        expect.stringMatching(/upstash-flow-control-value/),
      ]);
    },
  );
});
