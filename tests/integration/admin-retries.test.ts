import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { cancelJobs, listAdminJobs, listFailures, retryJobs } from "#lib/admin/index.ts";
import type { Caller } from "#lib/auth/index.ts";
import { database } from "#lib/db/index.ts";
import type { DispatchBody } from "#lib/search-engine/types.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { claimOf, readAllowance } from "#tests/support/engine-probe.ts";

/** Refused by the provider as long as its fault stands. */
const BAD = "pottery";
const HOURS = 24;

let bench: TestBench;
let admin: Caller;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 400 } });
  admin = { ...callerOf(await bench.makeAccount()), role: "admin" };
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

/** So many jobs of which the keyword failed, the oldest first. */
async function endFailed(account: TestAccount, count: number, body: Partial<DispatchBody> = {}) {
  await bench.fault({ kind: "401", keyword: BAD });
  const jobIds: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const jobId = await bench.begin(account, { keywords: [BAD], targetResults: 5, ...body });
    await bench.work(await claimOf(bench, jobId));
    jobIds.push(jobId);
  }
  await bench.calm();
  return jobIds;
}

function retriesOf(jobIds: readonly string[]) {
  return bench.sql<{ jobId: string; runId: string; retryOf: string; userId: string; status: string }[]>`
    select id as job_id, run_id, retry_of, user_id, status from scraping_jobs
    where retry_of = any(${[...jobIds]}::uuid[]) order by created_at, id`;
}

const of = ({ accountId }: TestAccount) => ({ accountId, hours: HOURS });

async function retryable(account: TestAccount): Promise<string[]> {
  const { jobs } = await listAdminJobs(admin, { ...of(account), state: "retryable", limit: 100 });
  return jobs.map(({ jobId }) => jobId);
}

const NOTHING = { done: 0, failed: 0, reasons: [], more: false, nextCursor: null };

describe("retrying all jobs of a filter", () => {
  it("makes one retry of each that it means, as its owner and out of the owner's allowance", async () => {
    const owners = [await bench.makeAccount(), await bench.makeAccount()];
    const meant: string[] = [];
    for (const owner of owners) meant.push(...(await endFailed(owner, 1, { platform: "youtube" })));
    const [left = ""] = await endFailed(owners[0] as TestAccount, 1);
    const filter = { platform: "youtube", reason: "unauthorized", kind: "search" as const, hours: HOURS };
    expect(await retryJobs(admin, filter)).toEqual({ ...NOTHING, done: 2 });
    await bench.drain();
    for (const [index, owner] of owners.entries()) {
      const job = await bench.job(meant[index] ?? "");
      const [retry] = await retriesOf([job.id]);
      expect(retry).toMatchObject({ runId: job.runId, userId: owner.userId, status: "completed" });
      const after = await bench.job(retry?.jobId ?? "");
      expect(after).toMatchObject({ accountId: owner.accountId, targetResults: 5, charged: 5 });
      expect(await readAllowance(bench, owner)).toEqual({ available: 200_000 - 5, held: 0 });
      expect(await bench.job(job.id)).toEqual(job);
    }
    expect(await retriesOf([left])).toHaveLength(0);
    expect(await retryJobs(admin, filter)).toEqual(NOTHING);
  });

  it("twice at once makes one retry of each", async () => {
    const account = await bench.makeAccount();
    const jobIds = await endFailed(account, 8);
    const answers = await Promise.all([retryJobs(admin, of(account)), retryJobs(admin, of(account))]);
    expect(answers.reduce((sum, { done }) => sum + done, 0)).toBe(8);
    expect(answers.every(({ failed }) => failed === 0)).toBe(true);
    const retries = await retriesOf(jobIds);
    expect(retries.map(({ retryOf }) => retryOf).sort()).toEqual([...jobIds].sort());
    expect(await retryJobs(admin, of(account))).toEqual(NOTHING);
    await bench.drain();
    expect(await retriesOf(jobIds)).toHaveLength(8);
  });

  it("takes so many at a time, and goes on behind them, without what failed again meanwhile", async () => {
    const account = await bench.makeAccount();
    const jobIds = await endFailed(account, 53);
    const first = await retryJobs(admin, of(account));
    expect(first).toMatchObject({ done: 50, failed: 0, more: true, nextCursor: expect.any(String) });
    const [again = ""] = (await retriesOf(jobIds)).map(({ jobId }) => jobId);
    await bench.fault({ kind: "401", keyword: BAD });
    await bench.work(await claimOf(bench, again));
    expect(await bench.job(again)).toMatchObject({ status: "error" });
    const cursor = first.nextCursor ?? "";
    expect(await retryJobs(admin, { ...of(account), cursor })).toEqual({ ...NOTHING, done: 3 });
    expect((await retriesOf(jobIds)).map(({ retryOf }) => retryOf).sort()).toEqual([...jobIds].sort());
    expect(await retriesOf([again])).toHaveLength(0);
    expect(await retryJobs(admin, of(account))).toEqual({ ...NOTHING, done: 1 });
    expect(await retriesOf([again])).toHaveLength(1);
    while ((await cancelJobs(admin, of(account))).more);
  });

  it("goes on after those that refuse, and says why they do", async () => {
    const poor = await bench.makeAccount("free");
    const rich = await bench.makeAccount();
    const gone = await bench.makeAccount();
    const body = { platform: "instagram" };
    await endFailed(poor, 2, { ...body, targetResults: 150 });
    await endFailed(gone, 1, body);
    const [fine = ""] = await endFailed(rich, 1, body);
    await bench.sql`delete from memberships where account_id = ${gone.accountId}`;
    const holding = await bench.begin(poor, { keywords: ["makeup"], targetResults: 100 });
    const answer = await retryJobs(admin, { ...body, hours: HOURS });
    expect(answer).toEqual({
      ...NOTHING,
      done: 1,
      failed: 3,
      reasons: [
        { code: "allowance_exceeded", message: expect.stringContaining("left this month"), count: 2 },
        { code: "forbidden", message: "You are not a member of this workspace.", count: 1 },
      ],
    });
    expect(await retriesOf([fine])).toHaveLength(1);
    await bench.cancel(poor, holding);
  });

  it("is refused to who is no admin, and for names and cursors that there are not", async () => {
    const account = await bench.makeAccount();
    const jobIds = await endFailed(account, 1);
    await expect(retryJobs(callerOf(account), of(account))).rejects.toMatchObject({
      code: "not_found",
      message: "No such route.",
    });
    for (const [body, field] of [
      [{ platform: "myspace" }, "platform"],
      [{ provider: "nobody" }, "provider"],
      [{ ...of(account), cursor: "bm9uZQ" }, "cursor"],
      [{ ...of(account), cursor: cursorOf("2026-11-25 10:00:00+00", jobIds[0] ?? "", "then") }, "cursor"],
    ] as const) {
      const asked = retryJobs(admin, { hours: HOURS, ...body });
      await expect(asked).rejects.toMatchObject({ code: "bad_request", field });
    }
    expect(await retriesOf(jobIds)).toHaveLength(0);
  });
});

function cursorOf(...values: string[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

describe("jobs to be retried", () => {
  it("are those with something failed that no retry has taken over", async () => {
    const account = await bench.makeAccount();
    const [failed = ""] = await endFailed(account, 1);
    await bench.fault({ kind: "401", keyword: BAD });
    const met = await bench.begin(account, { keywords: [BAD, "travel"], targetResults: 5 });
    await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    await bench.drain();
    await bench.calm();
    expect(await bench.job(met)).toMatchObject({ status: "partial", keywordsFailed: 1, creatorsFound: 5 });
    expect(await retryable(account)).toEqual([failed]);

    await retryJobs(admin, of(account));
    expect(await retryable(account)).toEqual([]);
    const [retry] = await retriesOf([failed]);
    await bench.cancel(account, retry?.jobId ?? "");
    expect(await retryable(account)).toEqual([failed]);
    expect(await retryJobs(admin, of(account))).toMatchObject({ done: 1 });
    await bench.drain();
    expect(await retryable(account)).toEqual([]);
  });

  it("are counted beside each reason", async () => {
    const account = await bench.makeAccount();
    const count = async () => {
      const { failures } = await listFailures(admin, { hours: HOURS });
      const group = failures.find(({ reason, kind }) => reason === "unauthorized" && kind === "search");
      const { jobs } = await listAdminJobs(admin, {
        state: "retryable",
        reason: "unauthorized",
        kind: "search",
        hours: HOURS,
        limit: 100,
      });
      expect(group?.retryableJobs).toBe(jobs.length);
      return jobs.length;
    };
    await endFailed(account, 2);
    const before = await count();
    expect(await retryJobs(admin, of(account))).toMatchObject({ done: 2 });
    expect(await count()).toBe(before - 2);
    await cancelJobs(admin, of(account));
    expect(await count()).toBe(before);
  });
});
