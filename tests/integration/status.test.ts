import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "#lib/db/index.ts";
import { getJob, listJobs } from "#lib/search-engine/index.ts";
import { type CreatorRow, isTerminal, type StatusAnswer } from "#lib/search-engine/types.ts";
import { promoteAll, runTask } from "#lib/search-engine/v2/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { beginWithPage, claimOf, letTimePass, PROFILE_PATH, readTasks } from "#tests/support/engine-probe.ts";
import { untilBlocked, whileLocked } from "#tests/support/held.ts";
import { pollStatus } from "#tests/support/status.ts";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  process.env.TASK_LEASE_MS = "1500";
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

async function read(jobId: string, since?: string, limit = 1_000): Promise<StatusAnswer> {
  const query = since === undefined ? { jobId, limit } : { jobId, limit, since };
  const { body } = await pollStatus(callerOf(account), query, null);
  if (!body) throw new Error("an answer without If-None-Match has a body");
  return body;
}

/** Polls with the cursor alone, as a page does, until the job has ended and nothing is left to read. */
async function follow(jobId: string, limit: number) {
  const rows = new Map<string, CreatorRow>();
  const seen: StatusAnswer[] = [];
  let since: string | undefined;
  for (;;) {
    const answer = await read(jobId, since, limit);
    seen.push(answer);
    for (const row of answer.creators) rows.set(row.platformId, row);
    since = answer.pagination.nextCursor;
    if (isTerminal(answer.status) && !answer.pagination.more) return { rows, seen };
  }
}

const byPosition = (rows: Iterable<CreatorRow>) => [...rows].sort((a, b) => a.position - b.position);

describe("a reader who follows only the cursor", () => {
  it.each([3, 7, 200])("ends with exactly the job's rows, %i a poll, while the job runs", async (limit) => {
    await bench.fault({ kind: "500", path: PROFILE_PATH, probability: 0.15 });
    const keywords = ["makeup", "beauty", `zzqa${limit}`, `zzqb${limit}`];
    const jobId = await bench.begin(account, { keywords, targetResults: 220 });
    const [{ rows, seen }] = await Promise.all([follow(jobId, limit), bench.drain()]);
    const whole = await read(jobId);
    expect(whole.creators).toHaveLength(220);
    expect(byPosition(rows.values())).toEqual(byPosition(whole.creators));
    expect(byPosition(rows.values()).map((row) => row.position)).toEqual(
      Array.from({ length: 220 }, (_, at) => at + 1),
    );
    for (const answer of seen) expect(answer.creators.length).toBeLessThanOrEqual(limit);
    const versions = seen.map((answer) => answer.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    const percents = seen.map((answer) => answer.progress.percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(seen.filter((answer) => answer.progress.percent === 100)).toEqual(
      seen.filter((answer) => isTerminal(answer.status)),
    );
  });

  it("reads nothing more after the end, and keeps its cursor", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqend"], targetResults: 10 });
    await bench.drain();
    const { pagination } = await read(jobId);
    const again = await read(jobId, pagination.nextCursor);
    expect(again).toMatchObject({ creators: [], pagination: { ...pagination, total: 10, more: false } });
  });
});

describe("an unchanged poll", () => {
  it("is answered without a body, and with one again when something has changed", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqsame");
    const query = { jobId, limit: 10 };
    const first = await pollStatus(callerOf(account), query, null);
    const second = await pollStatus(callerOf(account), query, first.etag);
    expect(second).toEqual({ etag: first.etag, body: null });
    expect((await pollStatus(callerOf(account), query, `"other", ${first.etag}`)).body).toBeNull();
    expect((await pollStatus(callerOf(account), query, '"other"')).body).not.toBeNull();
    await bench.work(await claimOf(bench, jobId, "enrich"));
    const third = await pollStatus(callerOf(account), query, first.etag);
    expect(third.etag).not.toBe(first.etag);
    expect(third.body?.progress).toMatchObject({ creatorsEnriched: 10 });
  });

  it("stays so over what status does not show: a claim", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqquiet");
    const before = await read(jobId);
    const task = await claimOf(bench, jobId, "enrich");
    expect(await read(jobId)).toEqual(before);
    await bench.work(task);
    await bench.drain();
  });

  it("ends when a batch of profiles has to be tried again, and says why", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqloud");
    await bench.fault({ kind: "500", path: PROFILE_PATH, times: 10 });
    const before = await pollStatus(callerOf(account), { jobId, limit: 10 }, null);
    await bench.work(await claimOf(bench, jobId, "enrich"));
    expect(await readTasks(bench, jobId, "enrich")).toMatchObject([{ attempts: 1, errorCode: "http" }]);
    const after = await pollStatus(callerOf(account), { jobId, limit: 10 }, before.etag);
    expect(after.body?.version).toBeGreaterThan(before.body?.version ?? 0);
    await bench.drain();
  });

  it("ends when a worker that lost hold of a task gives it back, and with it takes back why it had waited", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqback"], targetResults: 20 });
    await bench.work(await claimOf(bench, jobId));
    await bench.fault({ kind: "500", path: "/search", times: 1 });
    await bench.work(await claimOf(bench, jobId));
    const before = await pollStatus(callerOf(account), { jobId, limit: 10 }, null);
    expect(before.body?.keywords).toMatchObject([{ error: expect.any(String) }]);
    await letTimePass(bench, jobId);
    const task = await claimOf(bench, jobId);
    expect(await runTask(bench.engine, task, { signal: AbortSignal.abort() })).toMatchObject({
      outcome: "waiting",
    });
    const after = await pollStatus(callerOf(account), { jobId, limit: 10 }, before.etag);
    expect(after.body?.version).toBeGreaterThan(before.body?.version ?? 0);
    expect(after.body?.keywords[0]).not.toHaveProperty("error");
    await bench.drain();
  });

  it("ends when the next page of a keyword fails", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqnext"], targetResults: 20 });
    await bench.work(await claimOf(bench, jobId));
    const before = await pollStatus(callerOf(account), { jobId, limit: 10 }, null);
    expect(before.body?.keywords[0]).not.toHaveProperty("error");
    await bench.fault({ kind: "500", times: 1 });
    await bench.work(await claimOf(bench, jobId));
    const after = await pollStatus(callerOf(account), { jobId, limit: 10 }, before.etag);
    expect(after.body?.keywords).toMatchObject([{ status: "waiting", error: "Something went wrong" }]);
    await bench.drain();
  });

  it("ends when a keyword has to be tried again, and says why", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqagain"], targetResults: 10 });
    await bench.fault({ kind: "500", times: 2 });
    await bench.work(await claimOf(bench, jobId));
    const before = await pollStatus(callerOf(account), { jobId, limit: 10 }, null);
    expect(before.body?.keywords).toMatchObject([{ status: "waiting", error: "Something went wrong" }]);
    await bench.drain();
    const after = await pollStatus(callerOf(account), { jobId, limit: 10 }, before.etag);
    expect(after.body?.keywords[0]).not.toHaveProperty("error");
  });

  it("is not one for another plan, another role, another part", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqetag"], targetResults: 10 });
    await bench.drain();
    const caller = callerOf(account);
    const etags = await Promise.all([
      pollStatus(caller, { jobId, limit: 10 }, null),
      pollStatus({ ...caller, plan: "free" }, { jobId, limit: 10 }, null),
      pollStatus({ ...caller, role: "admin" }, { jobId, limit: 10 }, null),
      pollStatus(caller, { jobId, limit: 10, since: "1.1" }, null),
      pollStatus(caller, { jobId, limit: 11 }, null),
    ]);
    expect(new Set(etags.map(({ etag }) => etag)).size).toBe(5);
  });
});

describe("a poll while the job changes", () => {
  it("is told of one moment: what is committed meanwhile comes with the next", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqmoment");
    const before = await read(jobId);
    const answer = await whileLocked(
      bench.sql,
      (writer) => writer`lock table job_creators in access exclusive mode`,
      {
        blocked: () => read(jobId),
        meanwhile: async (writer) => {
          await untilBlocked(bench.sql, "from job_creators");
          await writer`update scraping_jobs set version = version + 1 where id = ${jobId}`;
          await writer`update job_creators set version = version + 1 where job_id = ${jobId} and position > 5`;
        },
      },
    );
    expect(answer).toEqual(before);
    const { creators } = await read(jobId, answer.pagination.nextCursor);
    expect(creators.map(({ position }) => position)).toEqual([6, 7, 8, 9, 10]);
    await bench.drain();
  });
});

describe("what is not the caller's", () => {
  it("looks like what is not there", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqforeign"], targetResults: 10 });
    const stranger = callerOf(await bench.makeAccount());
    const said = async (work: Promise<unknown>) => {
      const error: unknown = await work.then(
        () => null,
        (reason: unknown) => reason,
      );
      return error instanceof Error ? { ...error, message: error.message } : error;
    };
    const missing = await said(pollStatus(stranger, { jobId: randomUUID(), limit: 10 }, null));
    expect(missing).toMatchObject({ code: "not_found" });
    expect(await said(pollStatus(stranger, { jobId, limit: 10 }, null))).toEqual(missing);
    expect(await said(getJob(stranger, jobId))).toEqual(await said(getJob(stranger, randomUUID())));
    expect((await listJobs(stranger, { limit: 50 })).jobs).toEqual([]);
    await bench.drain();
  });
});

describe("waiting for a slot", () => {
  it("tells the place in line, which is part of the etag", async () => {
    const small = await bench.makeAccount("free");
    const jobs: string[] = [];
    for (const keyword of ["zzql1", "zzql2", "zzql3"]) {
      jobs.push((await bench.dispatch(small, { keywords: [keyword], targetResults: 10 })).jobId);
    }
    await promoteAll(bench.sql, small.accountId);
    const caller = callerOf(small);
    const poll = (jobId: string, etag: string | null = null) =>
      pollStatus(caller, { jobId, limit: 10 }, etag);
    const [first = "", second = "", third = ""] = jobs;
    expect((await poll(first)).body?.progress.placeInLine).toBeUndefined();
    expect((await poll(second)).body?.progress).toMatchObject({ step: "waiting", placeInLine: 1 });
    const before = await poll(third);
    expect(before.body?.progress).toMatchObject({ placeInLine: 2, percent: 0 });
    expect((await poll(third, before.etag)).body).toBeNull();
    await bench.cancel(small, second);
    const after = await poll(third, before.etag);
    expect(after.body?.progress.placeInLine).toBe(1);
    const places = (await listJobs(caller, { limit: 50 })).jobs.map((job) => job.progress.placeInLine);
    expect(places).toEqual([1, undefined, undefined]);
    await bench.drain();
    expect(await bench.job(third)).toMatchObject({ status: "completed" });
  });
});

describe("the list of jobs", () => {
  it("comes page by page, newest first, each job once", async () => {
    const lister = await bench.makeAccount();
    const made: string[] = [];
    for (let at = 0; at < 7; at += 1) {
      made.unshift((await bench.dispatch(lister, { keywords: [`zzqp${at}`], targetResults: 1 })).jobId);
    }
    await bench.sql`update scraping_jobs set created_at = date_trunc('second', created_at) where account_id = ${lister.accountId}`;
    // Some in the same moment, some in the same millisecond.
    await bench.sql`
      update scraping_jobs set created_at = created_at + 7 * interval '1 microsecond'
      where id = any(${made.slice(0, 4)}::uuid[])`;
    await bench.sql`
      update scraping_jobs set created_at = created_at + 500 * interval '1 microsecond'
      where id = any(${made.slice(0, 2)}::uuid[])`;
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listJobs(
        callerOf(lister),
        cursor === undefined ? { limit: 3 } : { limit: 3, cursor },
      );
      expect(page.jobs.length).toBeLessThanOrEqual(3);
      listed.push(...page.jobs.map((job) => job.jobId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect([...listed].sort()).toEqual([...made].sort());
    expect((await listJobs(callerOf(lister), { limit: 50, state: "completed" })).jobs).toEqual([]);
    await expect(listJobs(callerOf(lister), { limit: 3, cursor: "bad" })).rejects.toMatchObject({
      code: "bad_request",
      field: "cursor",
    });
    await promoteAll(bench.sql, lister.accountId);
    await bench.drain();
  });
});

describe("a job that has not moved for long", () => {
  it("is swept by a poll: the lease of a dead worker is taken back", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqold"], targetResults: 10 });
    await claimOf(bench, jobId);
    await bench.sql`update job_tasks set lease_until = now() - interval '1 second' where job_id = ${jobId}`;
    await bench.sql`update scraping_jobs set updated_at = now() - interval '1 hour' where id = ${jobId}`;
    await read(jobId);
    expect(await readTasks(bench, jobId)).toMatchObject([
      { state: "pending", leaseToken: null, attempts: 1, errorCode: "lease_expired" },
    ]);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed" });
  });

  it("is ended by a poll when its deadline has passed", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqlate");
    await bench.sql`
      update scraping_jobs set updated_at = now() - interval '1 hour', deadline_at = now() - interval '1 minute'
      where id = ${jobId}`;
    await read(jobId);
    expect(await read(jobId)).toMatchObject({
      status: "partial",
      errors: [{ code: "deadline" }, { count: 10 }],
    });
  });

  it("and needs nothing is left as it is, however often it is polled", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqidle");
    await bench.sql`update scraping_jobs set updated_at = now() - interval '1 hour' where id = ${jobId}`;
    const before = await read(jobId);
    expect(await read(jobId)).toEqual(before);
    await bench.drain();
  });
});
