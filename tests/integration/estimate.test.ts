import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { asWorker, database } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { type DispatchBody, type EstimateBody, estimateSearch } from "#lib/search-engine/index.ts";
import { ALL_PROVIDERS, closeGate, openGate } from "#lib/search-engine/v2/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readCallLog } from "#tests/support/engine-probe.ts";
import { outcomeOf } from "#tests/support/outcomes.ts";

let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 400 } });
});
afterEach(async () => {
  await bench.calm();
  expect(await bench.violations()).toEqual([]);
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

const BODY = { platform: "tiktok", keywords: ["makeup"], targetResults: 20, expand: false };

function estimate(account: TestAccount, change: Partial<EstimateBody> = {}) {
  return estimateSearch(callerOf(account), { ...BODY, ...change });
}

function keywords(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `keyword ${at}`);
}

/** A search of which nothing but its making is looked at: it is not run. */
async function dispatchOnly(account: TestAccount, body: Partial<DispatchBody>) {
  const answer = await bench.dispatch(account, { ...BODY, ...body });
  await bench.cancel(account, answer.jobId);
  return answer;
}

/** What a dispatch says to the same body. */
async function refusalOf(account: TestAccount, body: Partial<DispatchBody>) {
  try {
    await dispatchOnly(account, body);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, message: error.message, field: error.field };
  }
}

describe("an estimate and a dispatch", () => {
  const PLANS = ["free", "starter", "growth", "scale"];
  const CASES = PLANS.flatMap((plan) =>
    [1, 200, 201, 2_000, 2_001, 5_000].flatMap((targetResults) =>
      [1, 5, 6, 20, 21, 50].map((keywordCount) => ({ plan, targetResults, keywordCount })),
    ),
  );

  it.each(PLANS)("agree on whether and why not, on the %s plan", async (plan) => {
    for (const { targetResults, keywordCount } of CASES.filter((one) => one.plan === plan)) {
      const account = await bench.makeAccount(plan);
      // Some of the allowance is held by another search.
      const held =
        keywordCount % 2 === 0 ? await bench.dispatch(account, { ...BODY, targetResults: 10 }) : null;
      const body = { targetResults, keywords: keywords(keywordCount) };
      const { allowed, reasons } = await estimate(account, body);
      const refusal = await refusalOf(account, body);
      expect({ allowed, first: reasons[0] ?? null }).toEqual({ allowed: refusal === null, first: refusal });
      if (held) await bench.cancel(account, held.jobId);
    }
  });

  it("agree on what the page limits can supply", async () => {
    const account = await bench.makeAccount();
    for (const platform of ["tiktok", "instagram", "youtube"]) {
      for (const expand of [false, true]) {
        const body = { platform, expand, targetResults: 5_000 };
        const { creators } = await estimate(account, body);
        const { achievableResults = 5_000 } = await dispatchOnly(account, body);
        expect(creators.max).toBe(achievableResults);
      }
    }
  });

  it("count on a profile call for each creator where a filter asks for what only that tells", async () => {
    const account = await bench.makeAccount();
    const search = { platform: "instagram", targetResults: 10 };
    const plain = await estimate(account, search);
    const filtered = await estimate(account, { ...search, filters: { lastPostWithinDays: 30 } });
    expect(plain.calls.profiles).toEqual({ expected: 0, max: 10 });
    expect(filtered.calls.profiles).toEqual({ expected: 10, max: 10 });
  });

  it("agree on the place in line", async () => {
    const account = await bench.makeAccount("starter");
    expect((await estimate(account)).slots).toEqual({
      total: 2,
      taken: 0,
      startsAtOnce: true,
      placeInLine: null,
    });
    await bench.begin(account, BODY);
    await bench.begin(account, BODY);
    expect((await estimate(account)).slots).toMatchObject({ taken: 2, startsAtOnce: false, placeInLine: 1 });
    await bench.begin(account, BODY);
    expect((await estimate(account)).slots).toMatchObject({ placeInLine: 2 });
    await bench.drain();
    expect((await estimate(account)).slots).toMatchObject({ taken: 0, startsAtOnce: true });
  });

  it("name every reason at once", async () => {
    const account = await bench.makeAccount("free");
    const { reasons } = await estimate(account, { targetResults: 300, keywords: keywords(6) });
    expect(reasons.map(({ code, field }) => [code, field])).toEqual([
      ["allowance_exceeded", "targetResults"],
      ["plan_limit", "keywords"],
    ]);
  });

  it("refuse the same bodies", async () => {
    const account = await bench.makeAccount();
    const campaignId = randomUUID();
    await expect(estimate(account, { platform: "myspace" })).rejects.toMatchObject({
      code: "bad_request",
      field: "platform",
      message: expect.stringContaining("youtube"),
    });
    expect(await refusalOf(account, { campaignId })).toMatchObject({ code: "not_found" });
    await expect(estimate(account, { campaignId })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the calls of a job", () => {
  it.each([
    { platform: "tiktok", keywords: ["makeup"], targetResults: 1 },
    { platform: "tiktok", keywords: ["makeup", "MakeUp ", "skincare"], targetResults: 60 },
    { platform: "tiktok", keywords: ["makeup"], targetResults: 40, expand: true },
    { platform: "tiktok", keywords: ["makeup"], targetResults: 900 },
    { platform: "instagram", keywords: ["makeup", "travel"], targetResults: 50 },
    { platform: "instagram", keywords: ["nothing like it"], targetResults: 300 },
    { platform: "youtube", keywords: ["makeup", "travel", "food"], targetResults: 80 },
  ])("never exceed the maximum: $platform, $keywords, $targetResults", async (body) => {
    const account = await bench.makeAccount();
    const { calls, creators, credits, spendCaps } = await estimate(account, body);
    const jobId = await bench.begin(account, { ...BODY, ...body });
    await bench.drain();
    const log = await readCallLog(bench, jobId);
    const made = (action: string) => log.filter((call) => call.action === action).length;
    expect(made("search")).toBeGreaterThan(0);
    expect(made("search")).toBeLessThanOrEqual(calls.searches.max);
    expect(made("profile")).toBeLessThanOrEqual(calls.profiles.max);
    expect(log.reduce((sum, call) => sum + call.cost, 0)).toBeLessThanOrEqual(credits.total.max);
    expect((await bench.job(jobId)).creatorsFound).toBeLessThanOrEqual(creators.max);
    for (const { expected, max } of Object.values(calls)) expect(expected).toBeLessThanOrEqual(max);
    expect(spendCaps).toMatchObject({ job: { verdict: "enough" }, day: { verdict: "enough" } });
  });

  it("are fewer by the details that own searches brought, and by no one else's", async () => {
    const [own, other] = [await bench.makeAccount(), await bench.makeAccount()];
    await bench.begin(other, { keywords: ["vegan"], targetResults: 30 });
    await bench.drain();
    expect((await estimate(own, { keywords: ["vegan"] })).creators.known).toBe(0);

    const jobIds = [
      await bench.begin(own, { keywords: ["vegan", "recipes"], targetResults: 20 }),
      await bench.begin(own, { keywords: ["vegan"], targetResults: 10 }),
    ];
    await bench.drain();
    const [row] = await bench.sql<{ count: number }[]>`
      select count(distinct platform_id)::int as count from job_creator_matches
      where job_id = any(${jobIds}::uuid[]) and keyword = 'vegan'
        and platform_id in (select platform_id from job_creators where state = 'enriched')`;
    const known = row?.count ?? 0;
    expect(known).toBeGreaterThan(0);
    const again = await estimate(own, { keywords: [" Vegan"], targetResults: 30 });
    expect(again.creators.known).toBe(known);
    expect(again.calls.profiles).toEqual({ expected: Math.max(0, 30 - known), max: 30 });
    expect((await estimate(own, { keywords: ["travel"] })).creators.known).toBe(0);
    expect((await estimate(own, { keywords: ["vegan"], platform: "youtube" })).creators.known).toBe(0);

    await bench.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update job_creators set enriched_at = enriched_at - interval '31 days'
        where job_id = any(${jobIds}::uuid[])`;
    });
    expect((await estimate(own, { keywords: ["vegan"] })).creators.known).toBe(0);
  });
});

describe("asking", () => {
  it("writes nothing, waits for no dispatch, and asks no provider", async () => {
    const account = await bench.makeAccount("free");
    const before = await outcomeOf(bench.sql);
    await bench.sql.begin(async (tx) => {
      await tx`select 1 from accounts where id = ${account.accountId} for update`;
      const { allowance } = await estimate(account);
      expect(allowance).toMatchObject({ plan: "free", available: 200, held: 0, isEnough: true });
    });
    expect(await outcomeOf(bench.sql)).toEqual(before);
    expect((await bench.calls()).total).toBe(0);
  });

  it("foresees the same balance and renewal before the month is granted as after", async () => {
    const account = await bench.makeAccount("free");
    const before = (await estimate(account)).allowance;
    const jobId = await bench.begin(account, BODY);
    expect((await estimate(account)).allowance).toEqual({ ...before, available: 180, held: 20 });
    await bench.cancel(account, jobId);
    await bench.drain();
    expect((await estimate(account)).allowance).toEqual(before);
  });

  it("tells nothing to who is no member", async () => {
    const [account, stranger] = [await bench.makeAccount(), await bench.makeAccount()];
    await expect(estimate({ ...account, userId: stranger.userId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("the provider", () => {
  it("is told as open, paused, closed or stopped, with the reason", async () => {
    const account = await bench.makeAccount();
    const gate = async () => (await estimate(account)).provider.gate;
    expect(await gate()).toEqual({ state: "open", reason: null, until: null });
    await bench.sql`update provider_gates set blocked_until = clock_timestamp() + interval '1 minute'
      where provider = 'scrapecreators'`;
    expect(await gate()).toMatchObject({
      state: "paused",
      reason: expect.any(String),
      until: expect.stringMatching(/Z$/),
    });
    await closeGate(bench.sql, "scrapecreators", "Its credit is used up.");
    expect(await gate()).toEqual({ state: "closed", reason: "Its credit is used up.", until: null });
    await openGate(bench.sql, "scrapecreators");
    await closeGate(bench.sql, ALL_PROVIDERS, "Stopped for the night.");
    expect(await gate()).toEqual({ state: "closed", reason: "Stopped for the night.", until: null });
    await openGate(bench.sql, ALL_PROVIDERS);
  });

  it("has caps that stop a search, may stop it, or are enough", async () => {
    const account = await bench.makeAccount();
    const spent = (credits: number) =>
      asWorker(
        bench.sql,
        (tx) => tx`
          update provider_gates set spend_today = ${credits},
            spend_day = to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD')
          where provider = 'scrapecreators'`,
      );
    const { calls } = await estimate(account);
    const day = async () => (await estimate(account)).spendCaps.day.verdict;
    const cap = (await estimate(account)).spendCaps.day.cap;
    await spent(cap - calls.total.max);
    expect(await day()).toBe("enough");
    await spent(cap - calls.total.max + 1);
    expect(await day()).toBe("may_stop");
    await spent(cap - calls.total.expected + 1);
    expect(await day()).toBe("stops");
    await spent(0);
    const huge = { keywords: keywords(50), platform: "instagram", targetResults: 5_000, expand: true };
    expect((await estimate(account, huge)).spendCaps.job).toEqual({ cap: 20_000, verdict: "enough" });
  });
});
