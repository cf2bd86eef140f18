import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type AdminJobsQuery,
  checkJob,
  listAdminJobs,
  listFailures,
  listNotices,
  readJobTimeline,
  readOverview,
} from "#lib/admin/index.ts";
import type { Caller } from "#lib/auth/index.ts";
import { database } from "#lib/db/index.ts";
import { closeGate, openGate } from "#lib/search-engine/v2/index.ts";
import { noteForAdmins } from "#lib/services/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";

const PROVIDER = "scrapecreators";

let bench: TestBench;
let account: TestAccount;
let other: TestAccount;
let admin: Caller;
let jobs: Record<"done" | "partial" | "others" | "waiting", string>;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 400 } });
  account = await bench.makeAccount("free");
  other = await bench.makeAccount();
  admin = { ...callerOf(await bench.makeAccount()), role: "admin" };
  const done = await bench.begin(account, { keywords: ["makeup"], targetResults: 10 });
  await bench.drain();
  await bench.fault({ kind: "401", keyword: "pottery" });
  const partial = await bench.begin(other, { keywords: ["pottery", "travel"], targetResults: 10 });
  const others = await bench.begin(other, { keywords: ["travel"], platform: "youtube", targetResults: 5 });
  await bench.drain();
  await bench.calm();
  await bench.begin(account, { keywords: ["food"], targetResults: 5 });
  const waiting = (await bench.dispatch(account, { keywords: ["music"], targetResults: 5 })).jobId;
  jobs = { done, partial, others, waiting };
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

async function list(query: Partial<AdminJobsQuery> = {}): Promise<string[]> {
  const found = await listAdminJobs(admin, { hours: 24, limit: 50, ...query });
  return found.jobs.map(({ jobId }) => jobId);
}

describe("the boards", () => {
  it("are not there for who is no admin", async () => {
    const caller = callerOf(account);
    const missing = { code: "not_found", message: "No such route." };
    for (const asked of [
      readOverview(caller),
      listAdminJobs(caller, { hours: 1, limit: 5 }),
      checkJob(caller, jobs.done),
      listFailures(caller, { hours: 1 }),
      listNotices(caller),
      readJobTimeline(caller, jobs.done, { limit: 5 }),
    ]) {
      await expect(asked).rejects.toMatchObject(missing);
    }
  });

  it("count jobs by state, with their rates and who waits longest", async () => {
    const { jobs: board } = await readOverview(admin);
    expect(board.open).toEqual([
      { status: "dispatching", count: 1, oldestSeconds: expect.any(Number) },
      { status: "pending", count: 1, oldestSeconds: expect.any(Number) },
    ]);
    expect(board.created).toEqual({ perMinute5: 1, perMinute60: 0.08 });
    expect(board.ended).toEqual([
      { status: "completed", lastDay: 2, perMinute5: 0.4, perMinute60: 0.03 },
      { status: "partial", lastDay: 1, perMinute5: 0.2, perMinute60: 0.02 },
    ]);
    expect(board.oldestWaiting).toMatchObject({ jobId: jobs.waiting, accountId: account.accountId });
  });

  it("count tasks by kind and state, with how long they took", async () => {
    const { tasks } = await readOverview(admin);
    expect(tasks.open).toEqual([
      { kind: "search", state: "pending", count: 2, due: 1, oldestDueSeconds: expect.any(Number) },
    ]);
    const [rows] = [
      await bench.sql<{ kind: string; done: number; failed: number }[]>`
        select kind, count(*) filter (where state = 'done')::int as done,
          count(*) filter (where state = 'failed')::int as failed
        from job_tasks where finished_at is not null group by kind order by kind`,
    ];
    expect(tasks.finished).toMatchObject(rows);
    for (const { done, p50Ms, p95Ms, perMinute5 } of tasks.finished) {
      expect(p95Ms).toBeGreaterThanOrEqual(p50Ms ?? Number.NaN);
      expect(perMinute5).toBeCloseTo(done / 5, 1);
    }
  });

  it("tell which workers are silent", async () => {
    await bench.sql`
      insert into worker_heartbeats (id, hostname, process_id, concurrency, beat_at)
      values ('here', 'host', 1, 32, now()), ('gone', 'host', 2, 32, now() - interval '31 seconds')`;
    const { workers } = await readOverview(admin);
    expect(workers.map(({ id, isStale }) => [id, isStale])).toEqual(
      expect.arrayContaining([
        ["here", false],
        ["gone", true],
      ]),
    );
    await bench.sql`delete from worker_heartbeats`;
  });

  it("tell how the calls of a provider went, what it cost and why its gate is closed", async () => {
    const { providers, allProviders } = await readOverview(admin);
    const [log] = await bench.sql<{ ended: number; failed: number; cost: number }[]>`
      select count(*)::int as ended, count(*) filter (where outcome not in ('ok', 'not_found'))::int as failed,
        sum(cost)::int as cost
      from api_call_logs where provider = ${PROVIDER}`;
    const provider = providers.find((one) => one.provider === PROVIDER);
    expect(log?.failed).toBeGreaterThan(0);
    expect(provider).toMatchObject({
      gate: { state: "open", reason: null },
      calls: {
        underWay: 0,
        ended: log?.ended,
        errorShare: (log?.failed ?? 0) / (log?.ended ?? 1),
        p50Ms: expect.any(Number),
      },
      spentToday: log?.cost,
    });
    expect(provider?.calls.perMinute5).toBeCloseTo((log?.ended ?? 0) / 5, 1);
    expect(allProviders.state).toBe("open");
    await closeGate(bench.sql, PROVIDER, "The credit is used up.");
    const closed = (await readOverview(admin)).providers.find((one) => one.provider === PROVIDER);
    expect(closed?.gate).toMatchObject({ state: "closed", reason: "The credit is used up." });
    await openGate(bench.sql, PROVIDER);
  });
});

describe("the rows behind the numbers", () => {
  it("are jobs of all accounts, by state, platform, provider and account", async () => {
    const { done, partial, others, waiting } = jobs;
    expect(await list()).toHaveLength(5);
    expect((await list({ state: "open" }))[0]).toBe(waiting);
    expect(await list({ state: "pending" })).toEqual([waiting]);
    expect(await list({ state: "completed" })).toEqual([others, done]);
    expect(await list({ state: "partial" })).toEqual([partial]);
    expect(await list({ platform: "youtube" })).toEqual([others]);
    expect(await list({ provider: PROVIDER })).toHaveLength(5);
    expect(await list({ accountId: other.accountId })).toEqual([others, partial]);
    expect(await list({ accountId: randomUUID() })).toEqual([]);
    await expect(list({ platform: "myspace" })).rejects.toMatchObject({ field: "platform" });
    await expect(list({ provider: "nobody" })).rejects.toMatchObject({ field: "provider" });
  });

  it("are those with failures of one kind and reason", async () => {
    const { failures } = await listFailures(admin, { hours: 24 });
    expect(failures).toEqual([
      {
        provider: PROVIDER,
        kind: "search",
        reason: "unauthorized",
        message: expect.any(String),
        tasks: 1,
        jobs: 1,
        openJobs: 0,
        retryableJobs: 0,
        newestAt: expect.any(String),
        newestJobId: jobs.partial,
      },
    ]);
    expect(await list({ reason: "unauthorized" })).toEqual([jobs.partial]);
    expect(await list({ reason: "unauthorized", kind: "search", provider: PROVIDER })).toEqual([
      jobs.partial,
    ]);
    expect(await list({ reason: "unauthorized", kind: "enrich" })).toEqual([]);
    expect(await list({ reason: "unauthorized", accountId: account.accountId })).toEqual([]);
    expect(await list({ reason: "timeout" })).toEqual([]);
  });

  it("come page by page", async () => {
    const whole = await list();
    const first = await listAdminJobs(admin, { hours: 24, limit: 3 });
    const cursor = first.nextCursor ?? "";
    const second = await listAdminJobs(admin, { hours: 24, limit: 3, cursor });
    expect([...first.jobs, ...second.jobs].map(({ jobId }) => jobId)).toEqual(whole);
    expect(second.nextCursor).toBeNull();
  });
});

describe("a job's counters", () => {
  it("are shown beside their rows, and agree", async () => {
    for (const jobId of Object.values(jobs)) {
      const { job, counters, violations, tasks } = await checkJob(admin, jobId);
      expect(job).toMatchObject({ jobId, accountName: "Test", userName: "Tess" });
      expect(counters.filter(({ drift }) => drift !== 0)).toEqual([]);
      expect(counters.find(({ counter }) => counter === "creatorsFound")).toMatchObject({
        stored: job.creatorsFound,
      });
      expect(violations).toEqual([]);
      expect(tasks.length).toBeGreaterThan(0);
    }
  });

  it("stand above its timeline, of whatever account", async () => {
    const { job, tasks } = await checkJob(admin, jobs.partial);
    const { entries, cost, status } = await readJobTimeline(admin, jobs.partial, { limit: 500 });
    expect({ status, credits: cost.credits }).toEqual({ status: job.status, credits: job.cost });
    for (const { kind, state, count } of tasks) {
      const found = entries.filter(
        (entry) => entry.type === "task" && entry.kind === kind && entry.state === state,
      );
      expect(found).toHaveLength(count);
    }
    await expect(readJobTimeline(admin, randomUUID(), { limit: 5 })).rejects.toMatchObject({
      message: "No such job.",
    });
  });

  it("tell each drift, whenever the view of violations does", async () => {
    const columns = await bench.sql<{ name: string }[]>`
      select column_name as name from information_schema.columns
      where table_name = 'scraping_jobs' and column_name in ('open_tasks', 'finders', 'parked_tasks',
        'keywords_dispatched', 'keywords_completed', 'keywords_failed', 'creators_found', 'creators_enriched',
        'creators_failed', 'creators_unavailable', 'creators_skipped', 'creators_filtered', 'emails_found',
        'reserved', 'charged', 'refunded')`;
    const drifted = new Set<string>();
    for (const { name } of columns) {
      await tamper(
        `update scraping_jobs set ${name} = ${name} + 1 where id = '${jobs.waiting}'`,
        name,
        drifted,
      );
    }
    expect(drifted.size).toBe(16);
    const { counters } = await checkJob(admin, jobs.waiting);
    expect(counters).toHaveLength(16);
  });

  /** Changes a counter past the guards, looks, and takes it back. */
  async function tamper(statement: string, name: string, drifted: Set<string>): Promise<void> {
    const unguarded = (text: string) =>
      bench.sql.begin(async (tx) => {
        await tx`set local session_replication_role = replica`;
        await tx.unsafe(text);
      });
    // Held and charged may not pass their bounds; one of the whole hold is taken for it.
    const [change, back] =
      name === "refunded" || name === "charged"
        ? [
            `update scraping_jobs set charged = 1, refunded = ${name === "refunded" ? 1 : 0} where id = '${jobs.waiting}'`,
            `update scraping_jobs set charged = 0, refunded = 0 where id = '${jobs.waiting}'`,
          ]
        : [statement, statement.replace("+ 1", "- 1")];
    await unguarded(change);
    const { counters, violations } = await checkJob(admin, jobs.waiting);
    for (const { counter, drift } of counters) if (drift !== 0) drifted.add(counter);
    expect(counters.filter(({ drift }) => drift === -1).length).toBeGreaterThan(0);
    expect(violations.length).toBeGreaterThan(0);
    await unguarded(back);
  }

  it("are not there for a job that is not", async () => {
    await expect(checkJob(admin, randomUUID())).rejects.toMatchObject({ message: "No such job." });
  });
});

describe("what admins should know", () => {
  it("is listed with drifts that a recount has reported", async () => {
    const notice = { kind: "format", subject: PROVIDER, message: "The format has drifted." };
    await noteForAdmins(bench.sql, notice);
    await noteForAdmins(bench.sql, notice);
    await bench.sql`insert into counter_drifts (rule, subject) values ('I2 tasks', ${jobs.done})`;
    const { notices, drifts } = await listNotices(admin);
    expect(notices).toContainEqual({
      ...notice,
      count: 2,
      firstAt: expect.any(String),
      lastAt: expect.any(String),
    });
    expect(drifts).toMatchObject([{ rule: "I2 tasks", subject: jobs.done }]);
    expect(await readOverview(admin)).toMatchObject({ notices: notices.length, drifts: 1 });
  });
});
