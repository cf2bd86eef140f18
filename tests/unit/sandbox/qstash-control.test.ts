import { describe, expect, it } from "vitest";
import { startQstash } from "#sandbox/qstash/server.ts";
import { eventually, openDestination, openQstash } from "./qstash-client.ts";

describe("control endpoints", () => {
  it("tell counts and messages, and forget them", async () => {
    const [qstash, destination] = [await openQstash(), await openDestination()];
    const { messageId } = await qstash.client.publishJSON({ url: destination.url, body: { a: 1 } });
    await qstash.whenIdle();
    const summary = async () => (await qstash.control("GET", "/__messages")).json();
    expect(await summary()).toEqual({
      published: 1,
      accepted: 1,
      deduplicated: 0,
      failedPublishes: 0,
      callbacks: 0,
      deliveries: 1,
      duplicates: 0,
      lateDuplicates: 0,
      retried: 0,
      delivered: 1,
      dropped: 0,
      cancelled: 0,
      dlq: 0,
      waiting: 0,
      inFlight: 0,
      maxInFlight: 1,
      parallelism: 100,
      messages: [
        {
          messageId,
          url: destination.url,
          method: "POST",
          headers: { "content-type": "application/json" },
          body: '{"a":1}',
          label: null,
          deduplicationId: null,
          isCallback: false,
          createdAt: expect.any(Number),
          state: "delivered",
          attempts: [{ at: expect.any(Number), status: 200, error: null, retried: 0, isDuplicate: false }],
        },
      ],
    });
    await qstash.control("POST", "/__messages/reset");
    expect(await summary()).toMatchObject({ published: 0, delivered: 0, maxInFlight: 0, messages: [] });
  });

  it("take faults, rates and a daily limit", async () => {
    const qstash = await openQstash();
    await qstash.control("POST", "/__faults", { dropRate: 0.5 });
    const added = await qstash.control("POST", "/__faults", [{ kind: "drop", times: 3 }, { kind: "hold" }]);
    const rates = { duplicateRate: 0, lateDuplicateShare: 1 / 3, dropRate: 0.5, publishFailRate: 0 };
    const listed = {
      rates: { ...rates, lateByMs: 60_000 },
      rules: [
        { kind: "drop", times: 3, struck: 0 },
        { kind: "hold", struck: 0 },
      ],
    };
    expect(await added.json()).toEqual(listed);
    expect(await (await qstash.control("GET", "/__faults")).json()).toEqual(listed);
    expect(await (await qstash.control("DELETE", "/__faults")).json()).toMatchObject({
      rates: { dropRate: 0 },
      rules: [],
    });
    const limited = await qstash.control("POST", "/__daily-limit", { limit: 5 });
    expect(await limited.json()).toMatchObject({ limit: 5, used: 0, remaining: 5 });
  });

  it.each([
    ["POST", "/__faults", { kind: "explode" }, /kind/],
    ["POST", "/__faults", { kind: "drop", tims: 1 }, /tims/],
    ["POST", "/__faults", { dropRate: 2 }, /dropRate/],
    ["POST", "/__faults", { rate: 1 }, /rate/],
    ["POST", "/__daily-limit", {}, /limit/],
    ["POST", "/__rotate-keys", { current: "a" }, /current/],
  ])("refuse %s %s %j", async (method, path, body, message) => {
    const qstash = await openQstash();
    const answer = await qstash.control(method, path, body);
    expect([answer.status, (await answer.json()).error.message]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
  });

  it("do not know other paths", async () => {
    const qstash = await openQstash();
    expect((await qstash.control("GET", "/__other")).status).toBe(404);
  });
});

describe("options", () => {
  it.each([
    [{ dropRate: 2 }, /dropRate/],
    [{ timeScale: 0 }, /timeScale/],
    [{ token: "" }, /token/],
    [{ lateByMs: 1, colour: "red" }, /colour/],
  ])("out of range are refused: %j", async (options, message) => {
    await expect(startQstash(options)).rejects.toThrow(message);
  });
});

describe("closing", () => {
  it("breaks off deliveries under way, and forgets what waits", async () => {
    const qstash = await openQstash();
    let broken = 0;
    const destination = await openDestination(() => new Promise(() => {}));
    destination.server.on("connection", (socket) => socket.once("close", () => (broken += 1)));
    await qstash.client.batchJSON([
      { url: destination.url, body: {} },
      { url: destination.url, body: {}, flowControl: { key: "k", parallelism: 1 } },
      { url: destination.url, body: {}, flowControl: { key: "k", parallelism: 1 } },
      { url: destination.url, body: {}, delay: "7d" },
    ]);
    await eventually(() => expect(destination.deliveries).toHaveLength(2));
    const idle = qstash.whenIdle();
    await qstash.close();
    await idle;
    await eventually(() => expect(broken).toBe(2));
    expect(destination.deliveries).toHaveLength(2);
    await expect(fetch(qstash.url)).rejects.toThrow();
    await expect(qstash.close()).resolves.toBeUndefined();
  });
});
