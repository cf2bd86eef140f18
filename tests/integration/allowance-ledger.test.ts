import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { charge, closeHold, expireBuckets, getPlan, grantPeriod, reserve } from "#lib/billing/index.ts";
import { asUser, asWorker, type Transaction } from "#lib/db/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { claimOf, readAllowance } from "#tests/support/engine-probe.ts";

let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.start();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

const ALLOWANCE = getPlan("free").creatorsPerMonth;

/** A second bucket beside the month's, which expires before it. */
async function addBucket(account: TestAccount, amount: number): Promise<string> {
  await asWorker(bench.sql, (tx) => grantPeriod(tx, { ...account, unit: "creators", plan: getPlan("free") }));
  const [bucket] = await bench.sql<{ id: string }[]>`
    insert into ledger_buckets (account_id, unit, period, expires_at, available)
    values (${account.accountId}, 'creators', 'gift', clock_timestamp() + interval '1 minute', ${amount})
    returning id`;
  if (!bucket) throw new Error("the bucket was not made");
  await bench.sql`
    insert into ledger_entries (account_id, bucket_id, kind, available_delta, held_delta, idempotency_key)
    values (${account.accountId}, ${bucket.id}, 'grant', ${amount}, 0, ${`gift:${bucket.id}`})`;
  return bucket.id;
}

async function bucketsOf(account: TestAccount): Promise<unknown[]> {
  return [
    ...(await bench.sql`
      select period = 'gift' as is_gift, available, held from ledger_buckets
      where account_id = ${account.accountId} order by expires_at`),
  ];
}

async function entriesOf(jobId: string, kind: string): Promise<number[]> {
  const rows = await bench.sql<{ amount: number }[]>`
    select abs(e.held_delta)::int as amount from ledger_entries e join ledger_buckets b on b.id = e.bucket_id
    where e.job_id = ${jobId} and e.kind = ${kind} order by b.expires_at, e.id`;
  return rows.map(({ amount }) => amount);
}

describe("a hold over two buckets", () => {
  it("is taken and charged from the one that expires first, and released where it came from", async () => {
    const account = await bench.makeAccount("free");
    await addBucket(account, 8);
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 20 });
    expect(await entriesOf(jobId, "reserve")).toEqual([8, 12]);
    expect(await bucketsOf(account)).toEqual([
      { isGift: true, available: 0, held: 8 },
      { isGift: false, available: ALLOWANCE - 12, held: 12 },
    ]);
    const [task] = await bench.claim(1);
    if (task) await bench.work(task);
    const { creatorsFound } = await bench.job(jobId);
    expect(creatorsFound).toBeGreaterThan(8);
    expect(creatorsFound).toBeLessThan(20);
    await bench.cancel(account, jobId);
    await bench.drain();
    expect(await entriesOf(jobId, "charge")).toEqual([8, creatorsFound - 8]);
    expect(await entriesOf(jobId, "release")).toEqual([20 - creatorsFound]);
    expect(await bucketsOf(account)).toEqual([
      { isGift: true, available: 0, held: 0 },
      { isGift: false, available: ALLOWANCE - (creatorsFound - 8), held: 0 },
    ]);
  });

  it("expires what returns to a bucket whose period is over, in the same transaction", async () => {
    const account = await bench.makeAccount("free");
    const giftId = await addBucket(account, 8);
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 20 });
    await bench.sql`
      update ledger_buckets set expires_at = clock_timestamp() - interval '1 second' where id = ${giftId}`;
    await bench.cancel(account, jobId);
    expect(await bench.job(jobId)).toMatchObject({ status: "cancelled", charged: 0 });
    const entries = await bench.sql<{ kind: string; availableDelta: number; transaction: string }[]>`
      select kind, available_delta, xmin::text as transaction from ledger_entries
      where bucket_id = ${giftId} and job_id = ${jobId} order by id`;
    expect(entries.map(({ kind, availableDelta }) => [kind, availableDelta])).toEqual([
      ["reserve", -8],
      ["release", 8],
      ["expire", -8],
    ]);
    expect(entries[1]?.transaction).toBe(entries[2]?.transaction);
    expect(await bucketsOf(account)).toEqual([
      { isGift: true, available: 0, held: 0 },
      { isGift: false, available: ALLOWANCE, held: 0 },
    ]);
  });
});

describe("a bucket whose period is over", () => {
  it("is emptied once, whoever sweeps, and holds stay with their jobs", async () => {
    const account = await bench.makeAccount("free");
    const giftId = await addBucket(account, 30);
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 10 });
    await bench.sql`
      update ledger_buckets set expires_at = clock_timestamp() - interval '1 second' where id = ${giftId}`;
    await Promise.all(Array.from({ length: 8 }, () => expireBuckets(bench.sql)));
    expect(await bucketsOf(account)).toMatchObject([
      { isGift: true, available: 0, held: 10 },
      { isGift: false },
    ]);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", charged: 10 });
  });
});

class TakenBack extends Error {
  readonly value: unknown;

  constructor(value: unknown) {
    super("taken back");
    this.value = value;
  }
}

describe("a hold that is closed again", () => {
  it("gives nothing back a second time", async () => {
    const account = await bench.makeAccount("free");
    await bench.fault({ kind: "empty_page", path: "/search" });
    const { jobId } = await bench.dispatch(account, { keywords: ["makeup"], targetResults: 10 });
    await bench.drain();
    const ended = await readAllowance(bench, account);
    expect(ended).toEqual({ available: ALLOWANCE, held: 0 });
    await asWorker(bench.sql, (tx) => closeHold(tx, { ...account, jobId, refundAmount: 0 }));
    expect(await readAllowance(bench, account)).toEqual(ended);
    expect(await entriesOf(jobId, "release")).toEqual([10]);
  });
});

describe("a hold that no bucket covers", () => {
  it("is refused, and holds nothing", async () => {
    const account = await bench.makeAccount("free");
    const { jobId } = await bench.dispatch(account, { keywords: ["makeup"], targetResults: 10 });
    const hold = { ...account, jobId, unit: "credits" as const, amount: 5 };
    const beyond = asWorker(bench.sql, (tx) => reserve(tx, hold));
    await expect(beyond).rejects.toMatchObject({ code: "allowance_exceeded" });
    expect(await entriesOf(jobId, "reserve")).toEqual([10]);
  });
});

describe("a charge", () => {
  it("with a key that a page was charged with counts no second time", async () => {
    const account = await bench.makeAccount("free");
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 20 });
    const task = await claimOf(bench, jobId);
    await bench.work(task);
    const { charged } = await bench.job(jobId);
    expect(charged).toBeGreaterThan(0);
    const before = await bucketsOf(account);
    const again = { userId: account.userId, jobId, amount: charged, key: `${task.id}:${task.settles}` };
    await Promise.all(Array.from({ length: 10 }, () => asWorker(bench.sql, (tx) => charge(tx, again))));
    expect(await entriesOf(jobId, "charge")).toEqual([charged]);
    expect(await bucketsOf(account)).toEqual(before);
    await bench.drain();
  });

  it("twice in one transaction counts once", async () => {
    const account = await bench.makeAccount("free");
    const { jobId } = await bench.dispatch(account, { keywords: ["makeup"], targetResults: 10 });
    const entry = { userId: account.userId, jobId, amount: 3, key: "page:1" };
    const hold = await asWorker(bench.sql, async (tx) => {
      await charge(tx, entry);
      await charge(tx, entry);
      const [row] = await tx`select held, charged from ledger_holds where job_id = ${jobId}`;
      // The job itself delivered nothing, so that it must not stay.
      throw new TakenBack(row);
    }).catch((error: unknown) => (error instanceof TakenBack ? error.value : error));
    expect(hold).toEqual({ held: 7, charged: 3 });
  });

  it("beyond what the job holds is refused whole", async () => {
    const account = await bench.makeAccount("free");
    const { jobId } = await bench.dispatch(account, { keywords: ["makeup"], targetResults: 10 });
    const { userId } = account;
    const beyond = asWorker(bench.sql, (tx) => charge(tx, { userId, jobId, amount: 11, key: "page:1" }));
    await expect(beyond).rejects.toThrow(/holds less than the 11/);
    expect(await entriesOf(jobId, "charge")).toEqual([]);
  });
});

describe("ledger entries", () => {
  it("are changed and deleted by nobody: the roles may not, and the owner is refused", async () => {
    const account = await bench.makeAccount("free");
    await bench.dispatch(account, { keywords: ["makeup"], targetResults: 10 });
    const before = await readAllowance(bench, account);
    await expect(bench.sql`update ledger_entries set available_delta = 1`).rejects.toMatchObject({
      code: "SH001",
    });
    await expect(bench.sql`delete from ledger_entries`).rejects.toMatchObject({ code: "SH001" });
    const writes = [
      (tx: Transaction) => tx`update ledger_entries set available_delta = 1`,
      (tx: Transaction) => tx`delete from ledger_entries`,
    ];
    for (const write of writes) {
      await expect(asWorker(bench.sql, write)).rejects.toMatchObject({ code: "42501" });
      await expect(asUser(bench.sql, account.accountId, write)).rejects.toMatchObject({ code: "42501" });
    }
    expect(await readAllowance(bench, account)).toEqual(before);
  });
});
