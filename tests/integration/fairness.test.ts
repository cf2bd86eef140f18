import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";

let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
});
afterEach(async () => {
  await bench.drain();
  expect(await bench.violations()).toEqual([]);
});
afterAll(() => bench?.stop());

const HUGE = { keywords: Array.from({ length: 20 }, (_, at) => `zzqhuge${at}`), targetResults: 200 };
const SMALL = { keywords: ["zzqsmall"], targetResults: 10 };

/** Begins a huge job, and a small one behind it; answers at which claim the small one's task comes. */
async function placeOfSmall(huge: TestAccount, small: TestAccount): Promise<number> {
  await bench.begin(huge, HUGE);
  const smallId = await bench.begin(small, SMALL);
  for (let place = 1; ; place += 1) {
    const [task] = await bench.claim(1);
    if (!task) throw new Error("the small job's task never came");
    await bench.work(task);
    if (task.jobId === smallId) return place;
  }
}

describe("a small job behind a huge one", () => {
  it("of another account is served in turn with it", async () => {
    const [one, other] = [await bench.makeAccount(), await bench.makeAccount()];
    expect(await placeOfSmall(one, other)).toBeLessThanOrEqual(3);
  });

  it("of the same account shares that account's turns with it", async () => {
    const account = await bench.makeAccount();
    expect(await placeOfSmall(account, account)).toBeLessThanOrEqual(4);
  });
});
