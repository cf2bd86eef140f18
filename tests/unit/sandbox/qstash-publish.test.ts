import { describe, expect, it } from "vitest";
import { eventually, openDestination, openQstash } from "./qstash-client.ts";

describe("publishing", () => {
  it("delivers body and forwarded headers to the address as it was given", async () => {
    const [qstash, destination] = [await openQstash(), await openDestination()];
    const url = `${destination.url}/work?job=1&name=a%20b`;
    const published = await qstash.client.publishJSON({
      url,
      body: { taskId: "t1", text: "Ünï – 🐟" },
      headers: { "X-Run": "run-7" },
    });
    expect(published).toEqual({ messageId: expect.stringMatching(/^msg_\w+$/), url });
    await qstash.whenIdle();
    expect(destination.deliveries).toEqual([
      {
        path: "/work?job=1&name=a%20b",
        method: "POST",
        headers: expect.objectContaining({
          "content-type": "application/json",
          "user-agent": "Upstash-QStash",
          "upstash-message-id": published.messageId,
          "upstash-retried": "0",
          "upstash-signature": expect.any(String),
          "x-run": "run-7",
        }),
        body: JSON.stringify({ taskId: "t1", text: "Ünï – 🐟" }),
      },
    ]);
  });

  it("keeps method, enqueue and label", async () => {
    const [qstash, destination] = [await openQstash(), await openDestination()];
    await qstash.client
      .queue({ queueName: "q" })
      .enqueueJSON({ url: `${destination.url}/a`, method: "PUT", body: {}, label: ["one", "two"] });
    await qstash.whenIdle();
    expect(destination.deliveries).toMatchObject([{ path: "/a", method: "PUT", body: "{}" }]);
    expect(qstash.messages().messages[0]).toMatchObject({ label: "one,two", state: "delivered" });
  });

  it("refuses a wrong token", async () => {
    const qstash = await openQstash();
    const publish = qstash.clientWith("other").publishJSON({ url: "http://127.0.0.1:1/a", body: {} });
    await expect(publish).rejects.toMatchObject({ status: 401, message: expect.stringMatching(/error/) });
  });

  it.each([
    ["an address without a scheme", { url: "example" }, /invalid destination url/],
    ["the internet", { url: "https://example.com/a" }, /loopback only/],
    ["an address that only looks like loopback", { url: "http://127.0.0.1.example.com/" }, /loopback only/],
    ["an unreadable retry delay", { retryDelay: "eval(1)" }, /upstash-retry-delay.*eval/],
    ["an unreadable timeout", { timeout: "soon" as "1s" }, /upstash-timeout/],
    ["a callback elsewhere", { failureCallback: "https://example.com" }, /loopback only/],
    ["too many retries", { retries: 1_000 }, /upstash-retries/],
  ])("refuses %s", async (_, fields, message) => {
    const qstash = await openQstash();
    const publish = qstash.client.publishJSON({ url: "http://127.0.0.1:1/a", body: {}, ...fields });
    await expect(publish).rejects.toMatchObject({ status: 400, message: expect.stringMatching(message) });
    expect(qstash.messages()).toMatchObject({ published: 1, failedPublishes: 1, accepted: 0 });
  });

  it.each([1_000_001, 20_000_001])("refuses a message of %d bytes", async (bytes) => {
    const qstash = await openQstash();
    const publish = qstash.client.publish({ url: "http://127.0.0.1:1/a", body: "x".repeat(bytes) });
    await expect(publish).rejects.toMatchObject({ status: 413 });
  });

  it("has no other endpoints", async () => {
    const qstash = await openQstash();
    await expect(qstash.client.schedules.list()).rejects.toMatchObject({ status: 404 });
    expect((await fetch(`${qstash.url}/other`)).status).toBe(404);
  });
});

describe("a batch", () => {
  it("is answered message by message, in order", async () => {
    const [qstash, destination] = [await openQstash(), await openDestination()];
    const url = `${destination.url}/work`;
    const answers = await qstash.client.batchJSON([
      { url, body: { at: 0 } },
      { url: "https://example.com/a", body: { at: 1 } },
      { url, body: { at: 2 }, delay: "soon" as "1s" },
      { url, body: { at: 3 }, deduplicationId: "same" },
      { url, body: { at: 4 }, deduplicationId: "same" },
    ]);
    const messageId = expect.stringMatching(/^msg_/);
    expect(answers).toEqual([
      { messageId, url },
      { error: expect.stringMatching(/loopback/) },
      { error: expect.stringMatching(/upstash-delay/) },
      { messageId, url },
      { messageId: answers[3]?.messageId, url, deduplicated: true },
    ]);
    await qstash.whenIdle();
    expect(destination.deliveries.map(({ body }) => body).sort()).toEqual(['{"at":0}', '{"at":3}']);
    expect(qstash.messages()).toMatchObject({
      published: 5,
      accepted: 2,
      deduplicated: 1,
      failedPublishes: 2,
      delivered: 2,
      deliveries: 2,
      waiting: 0,
      inFlight: 0,
    });
  });

  it("refuses headers that could break a request, and forwards none of the connection's", async () => {
    const [qstash, destination] = [await openQstash(), await openDestination()];
    const publishWith = async (headers: object) => {
      const item = { destination: destination.url, headers, body: "x" };
      const answer = await fetch(`${qstash.url}/v2/batch`, {
        method: "POST",
        headers: { authorization: "Bearer test-token" },
        body: JSON.stringify([item]),
      });
      return (await answer.json())[0];
    };
    expect(await publishWith({ "Upstash-Forward-X-A": "1\r\nX-B: 2" })).toEqual({
      error: expect.any(String),
    });
    expect(await publishWith({ "Content-Type": "text/plain\n" })).toEqual({ error: expect.any(String) });
    await publishWith({
      "Upstash-Forward-Host": "example.com",
      "Upstash-Forward-Content-Length": "99",
      "Upstash-Forward-Upstash-Message-Id": "forged",
    });
    await qstash.whenIdle();
    expect(destination.deliveries).toMatchObject([
      {
        headers: {
          host: new URL(destination.url).host,
          "content-length": "1",
          "upstash-message-id": expect.stringMatching(/^msg_/),
        },
      },
    ]);
  });

  it.each(["[", "{}", "[1]"])("of another form is refused: %s", async (body) => {
    const qstash = await openQstash();
    const answer = await fetch(`${qstash.url}/v2/batch`, {
      method: "POST",
      headers: { authorization: "Bearer test-token" },
      body,
    });
    expect(JSON.stringify(await answer.json())).toMatch(/"error"/);
    expect(qstash.messages().accepted).toBe(0);
  });
});

describe("deduplication", () => {
  it("answers 202 with the first message, for as long as the window lasts", async () => {
    const [qstash, destination] = [await openQstash(), await openDestination()];
    const publish = () =>
      qstash.client.publishJSON({ url: destination.url, body: {}, deduplicationId: "task-1:3" });
    const first = await publish();
    expect(await publish()).toEqual({ ...first, deduplicated: true });
    await qstash.whenIdle();
    expect(destination.deliveries).toHaveLength(1);
  });

  it("ends with the window", async () => {
    const [qstash, destination] = [await openQstash({ timeScale: 0.000_001 }), await openDestination()];
    const publish = () => qstash.client.publishJSON({ url: destination.url, body: {}, deduplicationId: "a" });
    const first = await publish();
    await eventually(async () => expect((await publish()).messageId).not.toBe(first.messageId));
  });

  it("goes by content if asked to", async () => {
    const [qstash, destination] = [await openQstash(), await openDestination()];
    const publish = (body: object) =>
      qstash.client.publishJSON({ url: destination.url, body, contentBasedDeduplication: true });
    const first = await publish({ a: 1 });
    expect(await publish({ a: 1 })).toMatchObject({ messageId: first.messageId, deduplicated: true });
    expect(await publish({ a: 2 })).not.toHaveProperty("deduplicated");
  });
});
