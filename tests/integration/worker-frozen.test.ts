import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { asWorker } from "#lib/db/index.ts";
import { lockGate } from "#lib/search-engine/v2/core/provider-gate.ts";
import { retryTransient } from "#lib/search-engine/v2/core/retry-transient.ts";
import { TestBench } from "#tests/support/engine.ts";
import { until } from "#tests/support/engine-probe.ts";

const IDLE_MAX_MS = 200;
const PROVIDER = "scrapecreators";

let bench: TestBench;

beforeAll(async () => {
  process.env.TRANSACTION_IDLE_MAX_MS = String(IDLE_MAX_MS);
  bench = await TestBench.start();
});
afterEach(async () => expect(await bench.violations()).toEqual([]));
afterAll(() => bench?.stop());

it("a process that stands still in a transaction loses it, and goes on by doing it again", async () => {
  let tries = 0;
  let isFrozen = false;
  const frozen = retryTransient(() =>
    asWorker(bench.sql, async (transaction) => {
      tries += 1;
      await lockGate(transaction, PROVIDER);
      if (tries > 1) return "done";
      isFrozen = true;
      await sleep(5 * IDLE_MAX_MS);
      return lockGate(transaction, PROVIDER).then(() => "kept its lock");
    }),
  );
  await until("it holds the lock", async () => isFrozen);
  await asWorker(bench.sql, (transaction) => lockGate(transaction, PROVIDER));
  expect(await frozen).toBe("done");
  expect(tries).toBe(2);
});
