import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { actOnJobs } from "#lib/admin/act-on-jobs.ts";
import { cancelJobs, switchProvider } from "#lib/admin/index.ts";
import type { Caller } from "#lib/auth/index.ts";
import { database } from "#lib/db/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";

const PROVIDER = "scrapecreators";

let bench: TestBench;
let account: TestAccount;
let admin: Caller;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 400 } });
  admin = { ...callerOf(await bench.makeAccount()), role: "admin" };
  account = await bench.makeAccount();
});
afterEach(async () => {
  await bench.calm();
  await bench.drain();
  expect(await bench.violations()).toEqual([]);
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

const NOTHING = { done: 0, failed: 0, reasons: [], more: false, nextCursor: null };
const BODY = { keywords: ["makeup"], targetResults: 5 };

describe("cancelling all jobs of a filter", () => {
  it("ends those alone that it means, of whatever account, and gives back what they held", async () => {
    const other = await bench.makeAccount();
    const meant = [
      await bench.begin(account, { ...BODY, platform: "youtube" }),
      await bench.begin(other, { ...BODY, platform: "youtube" }),
    ];
    const left = await bench.begin(account, BODY);
    expect(await cancelJobs(admin, { platform: "youtube", hours: 24 })).toEqual({ ...NOTHING, done: 2 });
    for (const jobId of meant) {
      expect(await bench.job(jobId)).toMatchObject({ status: "cancelled" });
      const [{ held } = { held: null }] = await bench.sql<{ held: number }[]>`
        select coalesce(sum(held), 0)::int as held from ledger_holds where job_id = ${jobId}`;
      expect(held).toBe(0);
    }
    expect((await bench.job(left)).finishedAt).toBeNull();
    expect(await cancelJobs(admin, { platform: "youtube", hours: 24 })).toMatchObject({ done: 0 });
    expect(await cancelJobs(admin, { accountId: account.accountId, hours: 24 })).toMatchObject({ done: 1 });
    expect(await bench.job(left)).toMatchObject({ status: "cancelled" });
  });

  it("takes so many at a time, and says that there are more", async () => {
    const crowd = await bench.makeAccount();
    for (let at = 0; at < 53; at += 1) await bench.dispatch(crowd, { ...BODY, targetResults: 1 });
    const filter = { accountId: crowd.accountId, hours: 24 };
    expect(await cancelJobs(admin, filter)).toEqual({
      ...NOTHING,
      done: 50,
      more: true,
      nextCursor: expect.any(String),
    });
    const twice = await Promise.all([cancelJobs(admin, filter), cancelJobs(admin, filter)]);
    expect(twice.every(({ failed, more }) => failed === 0 && !more)).toBe(true);
    expect(await cancelJobs(admin, filter)).toEqual(NOTHING);
    const [row] = await bench.sql<{ cancelled: number }[]>`
      select count(*)::int as cancelled from scraping_jobs
      where account_id = ${crowd.accountId} and status = 'cancelled'`;
    expect(row?.cancelled).toBe(53);
  });

  it("has the job started that waited behind one", async () => {
    const small = await bench.makeAccount("free");
    await bench.begin(small, { ...BODY, platform: "youtube" });
    const waiting = await bench.begin(small, BODY);
    expect((await bench.job(waiting)).status).toBe("pending");
    await cancelJobs(admin, { accountId: small.accountId, platform: "youtube", hours: 24 });
    expect((await bench.job(waiting)).status).toBe("dispatching");
  });

  it("is refused to who is no admin, and for names that there are not", async () => {
    const jobId = await bench.begin(account, BODY);
    await expect(cancelJobs(callerOf(account), { platform: "tiktok", hours: 24 })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(cancelJobs(admin, { platform: "myspace", hours: 24 })).rejects.toMatchObject({
      code: "bad_request",
      field: "platform",
    });
    expect((await bench.job(jobId)).cancelRequestedAt).toBeNull();
  });
});

describe("an act on all jobs of a filter", () => {
  it("goes on after one that fails, and counts what there was nothing to do for", async () => {
    await bench.fault({ kind: "401", keyword: "pottery" });
    const failing = await bench.makeAccount();
    const made: string[] = [];
    for (let at = 0; at < 3; at += 1)
      made.push(await bench.begin(failing, { ...BODY, keywords: ["pottery"] }));
    await bench.drain();
    await bench.begin(failing, BODY);
    const seen: string[] = [];
    const answer = await actOnJobs(
      admin,
      { reason: "unauthorized", accountId: failing.accountId, hours: 24 },
      {
        name: "try",
        jobs: "retryable",
        act: async ({ jobId, accountId, userId }) => {
          expect({ accountId, userId }).toEqual(failing);
          seen.push(jobId);
          if (seen.length === 1) throw new Error("this one fails");
          return seen.length === 2;
        },
      },
    );
    expect(seen).toEqual(made);
    const message = "Something went wrong on our side. It has been logged.";
    const reasons = [{ code: "internal", message, count: 1 }];
    expect(answer).toEqual({ ...NOTHING, done: 1, failed: 1, reasons });
  });
});

describe("the switch of a provider", () => {
  it.each([PROVIDER, "all"])("stops its calls and lets them go on: %s", async (name) => {
    expect(await switchProvider(admin, name, { stopped: true, reason: "Too dear today." })).toMatchObject({
      provider: name,
      gate: { state: "closed", reason: "Too dear today.", since: expect.any(String) },
    });
    const again = await switchProvider(admin, name, { stopped: true, reason: "Another word." });
    expect(again.gate.reason).toBe("Too dear today.");
    const jobId = await bench.begin(account, BODY);
    const { total } = await bench.calls();
    for (const task of await bench.claim()) await bench.work(task);
    expect((await bench.calls()).total).toBe(total);
    expect(await switchProvider(admin, name, { stopped: false })).toMatchObject({
      gate: { state: "open", reason: null },
    });
    await bench.drain();
    expect((await bench.job(jobId)).status).toBe("completed");
  });

  it("is one of the providers that there are, and for admins alone", async () => {
    for (const name of ["nobody", "*", ""]) {
      await expect(switchProvider(admin, name, { stopped: true })).rejects.toMatchObject({
        message: "No such provider.",
      });
    }
    await expect(switchProvider(callerOf(account), PROVIDER, { stopped: true })).rejects.toMatchObject({
      message: "No such route.",
    });
    await expect(switchProvider(admin, PROVIDER, { stopped: false, reason: "x" })).rejects.toMatchObject({
      field: "reason",
    });
  });
});
