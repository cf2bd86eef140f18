import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { getPlan, grantPeriod, readBalance } from "#lib/billing/index.ts";
import { asWorker } from "#lib/db/index.ts";
import type { DispatchAnswer } from "#lib/search-engine/types.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readAllowance } from "#tests/support/engine-probe.ts";
import { outcomeOf } from "#tests/support/outcomes.ts";

let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.start();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
});
afterAll(() => bench?.stop());

/** Of the free plan. */
const ALLOWANCE = getPlan("free").creatorsPerMonth;

async function dispatchAtOnce(
  count: number,
  make: (index: number) => Promise<DispatchAnswer>,
): Promise<{ answers: DispatchAnswer[]; refusals: unknown[] }> {
  const settled = await Promise.allSettled(Array.from({ length: count }, (_, index) => make(index)));
  return {
    answers: settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])),
    refusals: settled.flatMap((result) => (result.status === "rejected" ? [result.reason] : [])),
  };
}

async function countEntries(account: TestAccount, kind: string): Promise<number> {
  const [row] = await bench.sql<{ count: number }[]>`
    select count(*)::int as count from ledger_entries
    where account_id = ${account.accountId} and kind = ${kind}`;
  return row?.count ?? 0;
}

const REFUSED = { code: "allowance_exceeded", field: "targetResults" };

describe("a dispatch beyond the allowance", () => {
  it("is refused naming targetResults, and leaves nothing behind", async () => {
    const account = await bench.makeAccount("free");
    const before = await outcomeOf(bench.sql);
    const beyond = bench.dispatch(account, { keywords: ["makeup"], targetResults: ALLOWANCE + 1 });
    await expect(beyond).rejects.toMatchObject(REFUSED);
    await expect(beyond).rejects.toThrow(/201 creators is more than the 200 left this month/);
    expect(await outcomeOf(bench.sql)).toEqual(before);
    expect(await bench.sql`select 1 from runs where account_id = ${account.accountId}`).toHaveLength(0);
  });

  it("counts what other searches hold", async () => {
    const account = await bench.makeAccount("free");
    await bench.dispatch(account, { keywords: ["makeup"], targetResults: 150 });
    const second = bench.dispatch(account, { keywords: ["makeup"], targetResults: 51 });
    await expect(second).rejects.toThrow(/50 left this month \(150 are held/);
    await bench.dispatch(account, { keywords: ["makeup"], targetResults: 50 });
    expect(await readAllowance(bench, account)).toEqual({ available: 0, held: ALLOWANCE });
  });
});

describe("dispatches at once", () => {
  it.each([
    { count: 2, fits: 1, targetResults: 150 },
    { count: 50, fits: 7, targetResults: 28 },
  ])("of which $fits fit: exactly $fits of $count are made", async ({ count, fits, targetResults }) => {
    const account = await bench.makeAccount("free");
    const { answers, refusals } = await dispatchAtOnce(count, () =>
      bench.dispatch(account, { keywords: ["makeup"], targetResults }),
    );
    expect(answers).toHaveLength(fits);
    expect(refusals).toHaveLength(count - fits);
    for (const refusal of refusals) expect(refusal).toMatchObject(REFUSED);
    expect(await readAllowance(bench, account)).toEqual({
      available: ALLOWANCE - fits * targetResults,
      held: fits * targetResults,
    });
    expect(await countEntries(account, "reserve")).toBe(fits);
    expect(await countEntries(account, "grant")).toBe(1);
  });

  it("with one Idempotency-Key and body make one job, and reserve once", async () => {
    const account = await bench.makeAccount("free");
    const { answers, refusals } = await dispatchAtOnce(20, () =>
      bench.dispatch(account, { keywords: ["makeup"], targetResults: 30 }, "the-same"),
    );
    expect(refusals).toEqual([]);
    expect(answers).toHaveLength(20);
    expect(new Set(answers.map(({ jobId }) => jobId)).size).toBe(1);
    expect(await countEntries(account, "reserve")).toBe(1);
    expect(await bench.sql`select 1 from runs where account_id = ${account.accountId}`).toHaveLength(1);
  });

  it("with one Idempotency-Key and different bodies make the first; the others conflict", async () => {
    const account = await bench.makeAccount("free");
    const { answers, refusals } = await dispatchAtOnce(5, (index) =>
      bench.dispatch(account, { keywords: ["makeup"], targetResults: 10 + index }, "the-same"),
    );
    expect(answers).toHaveLength(1);
    expect(refusals).toHaveLength(4);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: "conflict", field: "Idempotency-Key" });
    }
    expect(await countEntries(account, "reserve")).toBe(1);
  });
});

describe("an Idempotency-Key", () => {
  it("is the user's own: another account with the same key gets a job of its own", async () => {
    const [one, other] = [await bench.makeAccount("free"), await bench.makeAccount("free")];
    const body = { keywords: ["makeup"], targetResults: 5 };
    const first = await bench.dispatch(one, body, "shared");
    const second = await bench.dispatch(other, body, "shared");
    expect(second.jobId).not.toBe(first.jobId);
  });
});

describe("the month's allowance", () => {
  it("is granted once, however many ask for it at once", async () => {
    const account = await bench.makeAccount("free");
    const plan = getPlan("free");
    await Promise.all(
      Array.from({ length: 20 }, () =>
        asWorker(bench.sql, (tx) => grantPeriod(tx, { ...account, unit: "creators", plan })),
      ),
    );
    expect(await countEntries(account, "grant")).toBe(1);
    const balance = await asWorker(bench.sql, (tx) => readBalance(tx, account.accountId, "creators"));
    expect(balance).toMatchObject({ available: ALLOWANCE, held: 0 });
  });
});
