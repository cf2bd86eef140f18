import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start();
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

describe("a search job", () => {
  it("delivers the target, each creator once, and completes their profiles", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 50 });
    await bench.drain();
    const job = await bench.job(jobId);
    expect(job).toMatchObject({ status: "completed", creatorsFound: 50, creatorsEnriched: 50, percent: 100 });
    expect(job).toMatchObject({ keywordsDispatched: 2, keywordsCompleted: 2, charged: 50, refunded: 0 });
    const ids = await bench.creatorIds(jobId);
    expect(new Set(ids).size).toBe(50);
    expect(job.emailsFound).toBeGreaterThan(0);
  });
});
