import { QstashDailyRatelimitError, QstashRatelimitError } from "@upstash/qstash";
import { describe, expect, it } from "vitest";
import type { QstashOptions } from "#sandbox/qstash/options.ts";
import { eventually, openDestination, openQstash } from "./qstash-client.ts";

async function open(options: QstashOptions = {}) {
  const [qstash, destination] = [await openQstash(options), await openDestination()];
  const publish = (fields: object = {}) =>
    qstash.client.publishJSON({ url: destination.url, body: {}, ...fields });
  const publishMany = (count: number) =>
    qstash.client.batchJSON(
      Array.from({ length: count }, (_, at) => ({ url: `${destination.url}/w${at}`, body: { at } })),
    );
  return { qstash, destination, publish, publishMany };
}

describe("limits", () => {
  it("of a day are the SDK's daily error, for single messages and whole batches", async () => {
    const { qstash, publish, publishMany } = await open({ dailyLimit: 3 });
    await publish();
    await publish({ deduplicationId: "a" });
    await publish({ deduplicationId: "a" });
    await expect(publishMany(2)).rejects.toBeInstanceOf(QstashDailyRatelimitError);
    await publish();
    await expect(publish()).rejects.toMatchObject({
      name: "QstashDailyRatelimitError",
      limit: "3",
      remaining: "0",
      reset: expect.stringMatching(/^\d{10}$/),
    });
    expect(qstash.messages()).toMatchObject({ accepted: 3, failedPublishes: 3 });
    expect(qstash.setDailyLimit(null)).toMatchObject({ limit: null, used: 0 });
    await publish();
  });

  it("of a day end with it", async () => {
    const { publish } = await open({ dailyLimit: 1, timeScale: 0.000_001 });
    await publish();
    await eventually(() => publish());
  });

  it("of a moment are the SDK's burst error", async () => {
    const { qstash, publish } = await open();
    qstash.addFault({ kind: "burst_limit" });
    const error = await publish().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(QstashRatelimitError);
    expect(error).not.toBeInstanceOf(QstashDailyRatelimitError);
    expect(error).toMatchObject({ limit: "100", remaining: "0" });
    await publish();
  });
});

describe("rules", () => {
  it("fail the next publishes", async () => {
    const { qstash, publish, publishMany } = await open();
    qstash.addFault({ kind: "fail_publish", times: 2, status: 503 });
    await expect(publish()).rejects.toMatchObject({ status: 503 });
    await expect(publishMany(3)).rejects.toMatchObject({ status: 503 });
    await publish();
    await qstash.whenIdle();
    expect(qstash.messages()).toMatchObject({ delivered: 1 });
  });

  it("refuse some messages of a batch", async () => {
    const { qstash, destination, publishMany } = await open();
    qstash.addFault({ kind: "refuse_in_batch", indexes: [0, 2] });
    const error = { error: "injected failure" };
    const messageId = expect.any(String);
    expect(await publishMany(4)).toMatchObject([error, { messageId }, error, { messageId }]);
    await qstash.whenIdle();
    expect(destination.deliveries.map(({ path }) => path).sort()).toEqual(["/w1", "/w3"]);
  });

  it("lose the answer, so that the SDK publishes again and deduplication saves it", async () => {
    const { qstash, destination, publish } = await open();
    qstash.addFault({ kind: "lose_answer" });
    expect(await publish({ deduplicationId: "a" })).toMatchObject({ deduplicated: true });
    await qstash.whenIdle();
    expect(destination.deliveries).toHaveLength(1);
  });

  it("drop the next messages to an address", async () => {
    const { qstash, destination, publishMany } = await open();
    qstash.addFault({ kind: "drop", url: "/w1" });
    expect(await publishMany(3)).toHaveLength(3);
    await qstash.whenIdle();
    expect(destination.deliveries.map(({ path }) => path).sort()).toEqual(["/w0", "/w2"]);
    expect(qstash.messages()).toMatchObject({ accepted: 3, dropped: 1, delivered: 2 });
  });

  it("duplicate the next message at once: both are under way together, as one message", async () => {
    const areBothThere = Promise.withResolvers<void>();
    const qstash = await openQstash();
    const destination = await openDestination(async (_, at) => {
      if (at === 1) areBothThere.resolve();
      await areBothThere.promise;
      return {};
    });
    qstash.addFault({ kind: "duplicate" });
    await qstash.client.publishJSON({ url: destination.url, body: {} });
    await qstash.whenIdle();
    expect(new Set(destination.deliveries.map(({ headers }) => headers["upstash-message-id"])).size).toBe(1);
    expect(qstash.messages()).toMatchObject({ deliveries: 2, duplicates: 1, delivered: 1, accepted: 1 });
  });

  it("duplicate the next message late: after it has succeeded, retries included", async () => {
    const qstash = await openQstash();
    const destination = await openDestination((_, at) => (at === 0 ? { status: 500 } : {}));
    qstash.addFault({ kind: "duplicate", when: "late" });
    await qstash.client.publishJSON({ url: destination.url, body: {} });
    await qstash.whenIdle();
    expect(qstash.messages().messages[0]).toMatchObject({
      state: "delivered",
      attempts: [
        { status: 500, retried: 0, isDuplicate: false },
        { status: 200, retried: 1, isDuplicate: false },
        { status: 200, retried: 0, isDuplicate: true },
      ],
    });
  });

  it("hold deliveries until they are lifted", async () => {
    const { qstash, destination, publish, publishMany } = await open();
    qstash.addFault({ kind: "hold" });
    await publishMany(3);
    const { messageId } = await publish();
    await qstash.client.messages.cancel(messageId);
    await eventually(() => expect(qstash.messages()).toMatchObject({ waiting: 3, inFlight: 0 }));
    expect(destination.deliveries).toEqual([]);
    qstash.clearFaults();
    await qstash.whenIdle();
    expect(destination.deliveries).toHaveLength(3);
  });
});

describe("rates", () => {
  it("strike the same messages with the same seed", async () => {
    const run = async (seed: number) => {
      const { qstash, publishMany } = await open({
        seed,
        duplicateRate: 0.2,
        dropRate: 0.1,
        publishFailRate: 0.1,
      });
      const answers = await publishMany(300);
      await qstash.whenIdle();
      const { messages, waiting, inFlight, maxInFlight: _, ...counts } = qstash.messages();
      expect(counts.accepted).toBe(counts.delivered + counts.dropped);
      expect(counts.published).toBe(counts.accepted + counts.failedPublishes);
      expect(counts.deliveries).toBe(counts.delivered + counts.duplicates);
      expect([waiting, inFlight]).toEqual([0, 0]);
      return {
        counts,
        refused: answers.map((answer) => "error" in answer),
        states: messages.map((m) => m.state),
      };
    };
    const [once, again, other] = [await run(7), await run(7), await run(8)];
    expect(again).toEqual(once);
    expect(other.refused).not.toEqual(once.refused);
    expect(once.counts.dropped).toBeGreaterThan(10);
    expect(once.counts.duplicates).toBeGreaterThan(30);
    expect(once.counts.failedPublishes).toBeGreaterThan(10);
  });

  it("split duplicates into those at once and those that come late", async () => {
    const { qstash, publishMany } = await open({ duplicateRate: 1, lateByMs: 86_400_000 });
    await publishMany(90);
    // The late ones wait for a day of scaled time.
    await eventually(() => {
      const { deliveries, delivered, duplicates, waiting, inFlight } = qstash.messages();
      expect([delivered, duplicates + waiting, inFlight, deliveries]).toEqual([90, 90, 0, 90 + duplicates]);
    });
    expect(qstash.messages().waiting).toBeGreaterThan(15);
    expect(qstash.messages().waiting).toBeLessThan(50);
  });

  it("change at run time, and go back when faults are cleared", async () => {
    const { qstash, publish } = await open();
    qstash.setRates({ publishFailRate: 1 });
    await expect(publish()).rejects.toMatchObject({ status: 500 });
    qstash.clearFaults();
    await publish();
  });
});
