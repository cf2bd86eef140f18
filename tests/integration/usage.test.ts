import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { changeCampaign, createCampaign } from "#lib/campaigns/index.ts";
import { database } from "#lib/db/index.ts";
import { readUsage } from "#lib/usage/index.ts";
import { callerOf, TestBench } from "#tests/support/engine.ts";
import { outcomeOf } from "#tests/support/outcomes.ts";

let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 400 } });
});
afterEach(async () => expect(await bench.violations()).toEqual([]));
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

it("is told before anything was used, and writes nothing", async () => {
  const account = await bench.makeAccount("free");
  const before = await outcomeOf(bench.sql);
  const resetsAt = expect.stringMatching(/-01T00:00:00.000Z$/);
  expect(await readUsage(callerOf(account))).toEqual({
    plan: {
      name: "free",
      limits: {
        campaignsMax: 1,
        creatorsPerMonth: 200,
        creditsPerMonth: 50,
        jobSlots: 1,
        keywordsPerSearchMax: 5,
        platforms: null,
        canExport: false,
      },
    },
    creators: { granted: 200, left: 200, held: 0, used: 0, resetsAt },
    credits: { granted: 50, left: 50, held: 0, used: 0, resetsAt },
    jobs: { slots: 1, running: 0, waiting: 0 },
    campaigns: { used: 0, max: 1 },
  });
  expect(await outcomeOf(bench.sql)).toEqual(before);
});

it("follows searches and campaigns", async () => {
  const account = await bench.makeAccount("free");
  const caller = callerOf(account);
  const { campaignId } = await createCampaign(caller, { name: "Spring" }, { idempotencyKey: null });
  await bench.begin(account, { keywords: ["makeup"], targetResults: 20 });
  await bench.begin(account, { keywords: ["travel"], targetResults: 30 });
  expect(await readUsage(caller)).toMatchObject({
    creators: { granted: 200, left: 150, held: 50, used: 0 },
    jobs: { slots: 1, running: 1, waiting: 1 },
    campaigns: { used: 1, max: 1 },
  });
  await bench.drain();
  await changeCampaign(caller, campaignId, { archived: true });
  expect(await readUsage(caller)).toMatchObject({
    creators: { granted: 200, left: 150, held: 0, used: 50 },
    jobs: { running: 0, waiting: 0 },
    campaigns: { used: 0, max: 1 },
  });
});

it("is nothing to who is no member", async () => {
  const account = await bench.makeAccount();
  await expect(readUsage({ ...callerOf(account), userId: randomUUID() })).rejects.toMatchObject({
    code: "forbidden",
  });
});
