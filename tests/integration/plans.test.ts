import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import {
  cancelJobs,
  checkJob,
  listAdminCalls,
  listAdminJobs,
  listAdminTasks,
  listFailures,
  readOverview,
  retryJobs,
} from "#lib/admin/index.ts";
import { requireCaller, signInLocally, signOut } from "#lib/auth/index.ts";
import { getCampaign, listCampaignCreators, listCampaignRuns, listCampaigns } from "#lib/campaigns/index.ts";
import { asUser, connect, type Sql } from "#lib/db/index.ts";
import { compareRuns, listJobs, readStatus, readTimeline, searchAgain } from "#lib/search-engine/index.ts";
import {
  type ClaimedTask,
  claimDue,
  createEngine,
  dispatchJob,
  type Engine,
  extendLeases,
  getAdapter,
  keepBooks,
  promoteAll,
  requestCancel,
  retryJob,
  runTask,
  sweep,
  takeWakes,
} from "#lib/search-engine/v2/index.ts";
import { readUsage } from "#lib/usage/index.ts";
import { callerOf, QUICK, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { claimOf, dispatchWaiting, readTasks } from "#tests/support/engine-probe.ts";
import { fillHistory, inBulk } from "#tests/support/history.ts";
import { endOfLog, type LoggedPlan, logPlans, readPlans, wideScans } from "#tests/support/plans.ts";

/** Of the job that is cancelled in full work: more rows than any other test makes. */
const WIDE = { keywords: Array.from({ length: 10 }, (_, at) => `qzwide ${at}`), targetResults: 600 };
/** Enough that an index is worth its while on every growing table. */
const HISTORY = { from: 1, to: 3_000, creatorsPerJob: 10 };
const PROVIDER = "scrapecreators";
/** The rows of any table, twice. */
const EACH_ONCE = 2 * 45_000;

let bench: TestBench;
let account: TestAccount;
let campaignId: string;
let sql: Sql;
let engine: Engine;

/** What the database did for the work. */
async function plansOf(work: () => Promise<unknown>): Promise<LoggedPlan[]> {
  const logFile = inject("postgresLog");
  const since = endOfLog(logFile);
  await work();
  return readPlans(logFile, new URL(bench.url).pathname.slice(1), since);
}

async function begin(keywords: string[]): Promise<string> {
  const body = { platform: "tiktok", keywords, targetResults: 20, expand: false, campaignId };
  const { answer } = await asUser(sql, account.accountId, (transaction) =>
    dispatchJob(transaction, getAdapter("tiktok"), { ...account, body, idempotencyKey: "once" }),
  );
  await promoteAll(sql, account.accountId);
  return answer.jobId;
}

function claim(): Promise<ClaimedTask[]> {
  const request = { provider: PROVIDER, worker: engine.worker, tasksMax: 10, callsFree: 100 };
  return claimDue(sql, request, engine.settings);
}

async function work(tasks: readonly ClaimedTask[]): Promise<void> {
  for (const task of tasks) await runTask(engine, task, { signal: new AbortController().signal });
}

/** As if one keyword had failed, and a creator's details, half of the target being there. */
async function makeGaps(jobId: string): Promise<void> {
  await inBulk(bench.sql, async (transaction) => {
    await transaction`
      update job_tasks set state = 'failed' where id =
        (select id from job_tasks where job_id = ${jobId} and kind = 'search' order by sequence limit 1)`;
    await transaction`update job_creators set state = 'failed' where job_id = ${jobId} and position = 1`;
    await transaction`
      update scraping_jobs set status = 'partial', keywords_failed = 1, keywords_completed = keywords_completed - 1,
        creators_failed = 1, creators_enriched = creators_enriched - 1, target_results = target_results + 20
      where id = ${jobId}`;
  });
}

beforeAll(async () => {
  vi.stubEnv("LOCAL_SIGN_IN", "on");
  bench = await TestBench.start({ sandbox: { synthetic: 100_000, pageSize: 60 } });
  account = await bench.makeAccount();
  const [campaign] = await bench.sql<{ id: string }[]>`
    insert into campaigns (account_id, user_id, name) values (${account.accountId}, ${account.userId}, 'Plans')
    returning id`;
  campaignId = campaign?.id ?? "";
  await fillHistory(bench.sql, HISTORY);
  await logPlans(bench.sql, true);
  // Of connections that were made before, nothing is logged.
  sql = connect(bench.url, { poolMax: 4, applicationName: "test-plans" });
  engine = createEngine(sql, QUICK);
}, 120_000);

afterAll(async () => {
  await sql?.end();
  await bench?.stop();
});

describe("on tables that have grown, no statement reads one of them through", () => {
  let jobId: string;

  /** At least one plan was seen, so that an empty list of scans says something. */
  async function expectIndexed(work: () => Promise<unknown>): Promise<void> {
    const plans = await plansOf(work);
    expect(plans.length).toBeGreaterThan(0);
    expect(wideScans(plans)).toEqual([]);
  }

  test("sign-in, who is asking, sign-out", () =>
    expectIndexed(async () => {
      const { cookie } = await signInLocally(`${account.userId}@example.com`);
      const headers = new Headers({ cookie: `${cookie.name}=${cookie.value}` });
      expect(await requireCaller({ headers })).toMatchObject(account);
      await signOut({ headers });
    }));

  test("dispatch and start", () =>
    expectIndexed(async () => {
      jobId = await begin(["qzplan one", "qzplan two"]);
    }));

  test("the wake window", () =>
    expectIndexed(() => takeWakes(sql, PROVIDER, { callsOutMax: 1, arrivalMs: 15_000, timeoutMs: 1 })));

  test("claim, heartbeat and page save", () =>
    expectIndexed(async () => {
      const tasks = await claim();
      await extendLeases(sql, tasks, engine.settings);
      await work(tasks);
    }));

  test("status, changed and unchanged", () =>
    expectIndexed(async () => {
      const query = { jobId, limit: 200 };
      const { etag } = await readStatus(callerOf(account), query, null);
      await readStatus(callerOf(account), query, etag);
    }));

  test("a sweep over a job that moved lately", () => expectIndexed(() => sweep(engine)));

  test("batch saves and the end", () =>
    expectIndexed(async () => {
      for (let tasks = await claim(); tasks.length > 0; tasks = await claim()) await work(tasks);
      expect((await bench.job(jobId)).status).toBe("completed");
    }));

  test("a sweep after the end", () => expectIndexed(() => sweep(engine)));

  test("but for the recount of everything, which reads each through once, and not for each row of another", async () => {
    await bench.sql`update sweeper set recounted_at = '-infinity'`;
    const scans = wideScans(await plansOf(() => keepBooks(engine)));
    expect(scans.map(({ table }) => table)).toContain("ledger_entries");
    expect(scans.filter(({ rowsRead }) => rowsRead > EACH_ONCE)).toEqual([]);
    expect(await bench.violations()).toEqual([]);
  });

  test("the list of jobs, by each filter", () =>
    expectIndexed(async () => {
      const caller = callerOf(account);
      const { userId } = account;
      const filters = [{}, { userId }, { campaignId }, { platform: "youtube" }, { runId: campaignId }];
      for (const state of [undefined, "open", "ended", "pending", "error"] as const) {
        for (const filter of filters) {
          await listJobs(caller, { limit: 50, ...filter, ...(state && { state }) });
        }
      }
    }));

  test("a retry, and its page", () =>
    expectIndexed(async () => {
      await makeGaps(jobId);
      await asUser(sql, account.accountId, async (transaction) => {
        const job = await bench.job(jobId);
        await retryJob(transaction, getAdapter("tiktok"), { ...account, job, idempotencyKey: null });
      });
      for (let tasks = await claim(); tasks.length > 0; tasks = await claim()) await work(tasks);
    }));

  test("again, comparison, timeline", () =>
    expectIndexed(async () => {
      const caller = callerOf(account);
      const { answer } = await searchAgain(caller, jobId, { idempotencyKey: null });
      for (let tasks = await claim(); tasks.length > 0; tasks = await claim()) await work(tasks);
      const compared = await compareRuns(caller, answer.runId, { limit: 100 });
      expect(compared.with).not.toBeNull();
      await readTimeline(caller, jobId, { limit: 200 });
      await readTimeline(caller, jobId, { limit: 200, kind: "enrich", state: "failed" });
    }));

  test("campaigns, their runs and creators", () =>
    expectIndexed(async () => {
      const caller = callerOf(account);
      await listCampaigns(caller, { archived: "all", limit: 50 });
      await getCampaign(caller, campaignId);
      await listCampaignRuns(caller, campaignId, { limit: 20 });
      for (const filter of [{}, { q: "creator" }, { seenIn: "other" }, { seenIn: "none" }]) {
        const { creators } = await listCampaignCreators(caller, campaignId, { limit: 50, ...filter });
        expect(creators.length > 0).toBe(!("q" in filter) && filter.seenIn !== "other");
      }
    }));

  test("the use of the plan", () => expectIndexed(() => readUsage(callerOf(account))));

  test("the boards of admins, and the jobs behind their numbers", () =>
    expectIndexed(async () => {
      const admin = { ...callerOf(account), role: "admin" as const };
      await readOverview(admin);
      await listFailures(admin, { hours: 720 });
      await checkJob(admin, jobId);
      const page = { hours: 720, limit: 50 };
      const filters = [{}, { platform: "youtube" }, { reason: "http" }, { kind: "search" as const }];
      for (const state of [undefined, "open", "ended", "pending", "error"] as const) {
        for (const filter of [...filters, { accountId: account.accountId }, { provider: PROVIDER }]) {
          await listAdminJobs(admin, { ...page, ...filter, ...(state && { state }) });
        }
      }
      // What ended within the hours is read, and nothing else.
      for (const filter of filters) {
        await listAdminJobs(admin, { hours: 1, limit: 50, ...filter, state: "retryable" });
      }
      await cancelJobs(admin, { platform: "youtube", hours: 720 });
      for (const state of ["open", "due", "running", "done", "failed"] as const) {
        await listAdminTasks(admin, { state, hours: 720, limit: 50 });
        await listAdminTasks(admin, { state, hours: 1, limit: 50, kind: "search", worker: "nobody" });
      }
      await listAdminCalls(admin, { provider: PROVIDER, hours: 720, limit: 50, outcome: "failed" });
      await retryJobs(admin, { platform: "youtube", reason: "http", hours: 1 });
    }));

  const cancel = (id: string) =>
    asUser(sql, account.accountId, (transaction) => requestCancel(transaction, id));

  test("the start of a job that waited", async () => {
    const waiting = await dispatchWaiting(bench, account, { keywords: ["qzwait one", "qzwait two"] });
    await expectIndexed(() => promoteAll(sql, account.accountId));
    expect(await bench.job(waiting.jobId)).toMatchObject({ status: "dispatching" });
    await bench.cancel(account, waiting.jobId);
  });

  test("the cancel of a job that waits", async () => {
    const waiting = await dispatchWaiting(bench, account, { keywords: ["qzwait three"] });
    await expectIndexed(() => cancel(waiting.jobId));
    expect(await bench.job(waiting.jobId)).toMatchObject({ status: "cancelled" });
  });

  test("the cancel of a job with many rows, in full work", async () => {
    const { jobId: wideId } = await bench.dispatch(account, WIDE);
    const searches = (await claim()).filter((task) => task.kind === "search");
    expect(searches).toHaveLength(WIDE.keywords.length);
    await Promise.all(searches.map((task) => work([task])));
    const running = await claimOf(bench, wideId, "enrich");
    const open = (await readTasks(bench, wideId, "enrich")).filter(({ state }) => state === "pending");
    expect(open.length).toBeGreaterThan(20);
    await expectIndexed(() => cancel(wideId));
    expect(await bench.job(wideId)).toMatchObject({ openTasks: 1, creatorsFound: WIDE.targetResults });
    // The last that runs ends the job: what has no details is skipped, what is held comes back.
    await expectIndexed(() => work([running]));
    const ended = await bench.job(wideId);
    expect(ended.status).toBe("cancelled");
    expect(ended.creatorsSkipped).toBeGreaterThan(500);
  });
});

test("the history itself contradicts nothing", async () => {
  expect(await bench.violations()).toEqual([]);
});
