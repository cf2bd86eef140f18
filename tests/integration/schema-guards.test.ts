import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { Transaction } from "#lib/db/index.ts";
import { JOB_STATUSES, type JobStatus } from "#lib/search-engine/types.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { beginWithPage, dispatchWaiting } from "#tests/support/engine-probe.ts";
import { databaseUrl } from "#tests/support/template.ts";

const ENDED = "SH001";
const EDGE = "SH002";
const FALLS = "SH003";
const OPEN: readonly JobStatus[] = ["pending", "dispatching", "searching", "enriching"];

let bench: TestBench;
let account: TestAccount;
let endedId: string;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
  account = await bench.makeAccount();
  endedId = await bench.begin(account, { keywords: ["zzqended"], targetResults: 10 });
  await bench.drain();
});
afterEach(async () => expect(await bench.violations()).toEqual([]));
afterAll(() => bench?.stop());

class Undone extends Error {}

/** The code that a statement is refused with, or null; whatever it did is undone. */
async function refusal(work: (transaction: Transaction) => Promise<unknown>): Promise<string | null> {
  try {
    await bench.sql.begin(async (transaction) => {
      await work(transaction);
      throw new Undone();
    });
  } catch (error) {
    if (error instanceof Undone) return null;
    if (error instanceof postgres.PostgresError) return error.code;
    throw error;
  }
  return null;
}

/** Leads a job that waits for its slot to one of the open states. */
async function lead(transaction: Transaction, jobId: string, to: JobStatus): Promise<void> {
  for (const status of OPEN.slice(1, OPEN.indexOf(to) + 1)) {
    await transaction`update scraping_jobs set status = ${status}, version = version + 1 where id = ${jobId}`;
  }
}

const isTerminal = (status: JobStatus) => !OPEN.some((open) => open === status);

function move(transaction: Transaction, jobId: string, status: JobStatus) {
  return transaction`
    update scraping_jobs set status = ${status}, version = version + 1, open_tasks = 0,
      finished_at = ${isTerminal(status) ? new Date() : null} where id = ${jobId}`;
}

describe("the states of a job", () => {
  const edges = OPEN.flatMap((from) => JOB_STATUSES.filter((to) => to !== from).map((to) => ({ from, to })));

  it.each(edges)("$from to $to", async ({ from, to }) => {
    const { jobId } = await dispatchWaiting(bench, account, { keywords: ["zzqedge"], targetResults: 1 });
    const isNext = OPEN.indexOf(to) === OPEN.indexOf(from) + 1;
    const code = await refusal(async (transaction) => {
      await lead(transaction, jobId, from);
      await move(transaction, jobId, to);
    });
    expect(code).toBe(isNext || isTerminal(to) ? null : EDGE);
    await bench.cancel(account, jobId);
  });

  it.each(JOB_STATUSES.filter((status) => status !== "completed"))("completed to %s", async (status) => {
    expect(await refusal((transaction) => move(transaction, endedId, status))).toBe(ENDED);
  });

  it("begin with pending or dispatching", async () => {
    for (const status of JOB_STATUSES.filter((state) => !["pending", "dispatching"].includes(state))) {
      const code = await refusal(
        (transaction) => transaction`
          insert into scraping_jobs (account_id, user_id, run_id, type, platform, provider, request, request_hash,
            target_results, status, finished_at)
          select account_id, user_id, run_id, type, platform, provider, request, request_hash, target_results,
            ${status}, ${isTerminal(status) ? new Date() : null} from scraping_jobs where id = ${endedId}`,
      );
      expect([status, code]).toEqual([status, EDGE]);
    }
  });

  it("end only without open tasks, and 100 percent only with the end", async () => {
    const { jobId } = await bench.dispatch(account, { keywords: ["zzqcheck"], targetResults: 1 });
    const CHECK = "23514";
    const tries = [
      (transaction: Transaction) => transaction`
        update scraping_jobs set status = 'cancelled', finished_at = now(), version = version + 1 where id = ${jobId}`,
      (transaction: Transaction) => transaction`
        update scraping_jobs set percent = 100, version = version + 1 where id = ${jobId}`,
      (transaction: Transaction) => transaction`
        update scraping_jobs set creators_found = 2, version = version + 1 where id = ${jobId}`,
      // Only a retry may be without a target.
      (transaction: Transaction) => transaction`
        update scraping_jobs set target_results = 0, version = version + 1 where id = ${jobId}`,
      (transaction: Transaction) => transaction`update scraping_jobs set finders = -1 where id = ${jobId}`,
      (transaction: Transaction) => transaction`update scraping_jobs set charged = 2 where id = ${jobId}`,
    ];
    for (const work of tries) expect(await refusal(work)).toBe(CHECK);
    await bench.cancel(account, jobId);
  });
});

describe("what an open job shows", () => {
  it("never counts down", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqdown");
    const counters = [
      "version",
      "percent",
      "keywords_dispatched",
      "keywords_completed",
      "keywords_failed",
      "creators_found",
      "creators_enriched",
      "creators_failed",
      "creators_unavailable",
      "creators_filtered",
      "creators_skipped",
      "emails_found",
    ];
    for (const counter of counters) {
      const step = (by: string) => {
        const version = counter === "version" ? "" : ", version = version + 1";
        return `update scraping_jobs set ${counter} = ${counter} ${by}${version} where id = '${jobId}'`;
      };
      const code = await refusal(async (transaction) => {
        await transaction`update scraping_jobs set target_results = 100 where id = ${jobId}`;
        await transaction.unsafe(step("+ 1"));
        await transaction.unsafe(step("- 1"));
      });
      expect([counter, code]).toEqual([counter, FALLS]);
    }
    await bench.drain();
  });

  it("never changes without a new version", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqsilent");
    const changes = [
      "creators_enriched = creators_enriched + 1",
      "percent = percent + 1",
      "cancel_requested_at = now()",
      "error = 'x'",
    ];
    for (const change of changes) {
      const code = await refusal((transaction) =>
        transaction.unsafe(`update scraping_jobs set ${change} where id = '${jobId}'`),
      );
      expect([change, code]).toEqual([change, FALLS]);
    }
    await bench.drain();
  });
});

describe("what has ended", () => {
  it.each([
    ["a job", "update scraping_jobs set error = 'x', version = version + 1 where id = $1"],
    ["its version alone, backwards", "update scraping_jobs set version = version - 1 where id = $1"],
    ["a task", "update job_tasks set error = 'x' where job_id = $1"],
    ["a creator", "update job_creators set reason = 'x' where job_id = $1"],
    ["a match", "update job_creator_matches set caption = 'x' where job_id = $1"],
    [
      "one more task",
      "insert into job_tasks (job_id, account_id, platform, provider, kind, unit_key) select job_id, account_id, platform, provider, kind, 'more' from job_tasks where job_id = $1 limit 1",
    ],
    [
      "one more creator",
      "insert into job_creators (job_id, platform_id, account_id, position, version, handle, profile, task_id) select job_id, 'more', account_id, 99, version, handle, profile, task_id from job_creators where job_id = $1 limit 1",
    ],
    [
      "one more match",
      "insert into job_creator_matches (job_id, platform_id, keyword, content_id, account_id, hashtags) select job_id, platform_id, keyword, 'more', account_id, hashtags from job_creator_matches where job_id = $1 limit 1",
    ],
  ])("never changes: %s", async (_, statement) => {
    expect(await refusal((transaction) => transaction.unsafe(statement, [endedId]))).toBe(ENDED);
  });

  it("lets the erasure of a person leave a tombstone that keeps its position", async () => {
    const erase = (transaction: Transaction) => transaction`
      update job_creators set erased_at = now(), profile = '{}', emails = '[]', handle = '', version = version + 1
      where job_id = ${endedId} and position = 1`;
    const raise = (transaction: Transaction) =>
      transaction`update scraping_jobs set version = version + 1 where id = ${endedId}`;
    expect(
      await refusal(async (transaction) => {
        await erase(transaction);
        await raise(transaction);
        expect([...(await transaction`select rule from invariant_violations`)]).toEqual([]);
      }),
    ).toBeNull();
    expect(
      await refusal(async (transaction) => {
        await erase(transaction);
        await transaction`update job_creators set position = 11 where job_id = ${endedId} and position = 1`;
      }),
    ).toBe(ENDED);
  });

  it("is also a closed task and a given position of an open job", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqclosed");
    const task = (transaction: Transaction) =>
      transaction`update job_tasks set state = 'pending' where job_id = ${jobId} and kind = 'search'`;
    const position = (transaction: Transaction) =>
      transaction`update job_creators set position = 11 where job_id = ${jobId} and position = 10`;
    expect(await refusal(task)).toBe(ENDED);
    expect(await refusal(position)).toBe(ENDED);
    await bench.drain();
  });
});

describe("migrations", () => {
  it("run by three processes at once leave one schema", { timeout: 60_000 }, async () => {
    const adminUrl = inject("postgresUrl");
    const name = `test_${randomUUID().replaceAll("-", "")}`;
    const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
    try {
      await admin`create database ${admin(name)}`;
      const url = databaseUrl(adminUrl, name);
      const run = () =>
        promisify(execFile)(process.execPath, ["scripts/db-migrate.ts"], {
          env: { ...process.env, DIRECT_DATABASE_URL: url, DATABASE_URL: url },
        });
      await Promise.all([run(), run(), run()]);
      const migrated = postgres(url, { max: 1 });
      const [row] = await migrated`
        select count(*)::int as count, count(distinct hash)::int as distinct from drizzle.__drizzle_migrations`;
      expect(row?.count).toBeGreaterThan(0);
      expect(row?.count).toBe(row?.distinct);
      expect([...(await migrated`select * from invariant_violations`)]).toEqual([]);
      await migrated.end();
    } finally {
      await admin`drop database if exists ${admin(name)} with (force)`;
      await admin.end();
    }
  });
});
