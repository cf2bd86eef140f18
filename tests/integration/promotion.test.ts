import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { asWorker } from "#lib/db/index.ts";
import { getJob } from "#lib/search-engine/index.ts";
import { promoteAll, promoteOne, runTask, sweep } from "#lib/search-engine/v2/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { dispatchWaiting, readTasks } from "#tests/support/engine-probe.ts";

let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.start();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.drain();
  await bench.calm();
});
afterAll(() => bench?.stop());

const BODY = { keywords: ["makeup"], targetResults: 5 };

async function beginMany(account: TestAccount, count: number): Promise<string[]> {
  const jobIds: string[] = [];
  for (let index = 0; index < count; index += 1) jobIds.push(await bench.begin(account, BODY));
  return jobIds;
}

function statuses(jobIds: string[]): Promise<string[]> {
  return Promise.all(jobIds.map(async (jobId) => (await bench.job(jobId)).status));
}

function places(account: TestAccount, jobIds: string[]): Promise<(number | undefined)[]> {
  const caller = callerOf(account);
  return Promise.all(jobIds.map(async (jobId) => (await getJob(caller, jobId)).progress.placeInLine));
}

/** The claimed tasks of the one job that runs, to their end; nothing is promoted by the way. */
async function workWithoutPromotion(jobId: string): Promise<void> {
  while ((await bench.job(jobId)).finishedAt === null) {
    for (const task of await bench.claim(5)) {
      await runTask(bench.engine, task, { signal: new AbortController().signal });
    }
  }
}

describe("an account with one slot", () => {
  it("runs its first job; the others wait, each told its place in line", async () => {
    const account = await bench.makeAccount("free");
    const jobIds = await beginMany(account, 3);
    expect(await statuses(jobIds)).toEqual(["dispatching", "pending", "pending"]);
    expect(await places(account, jobIds)).toEqual([undefined, 1, 2]);
    const claimed = await bench.claim(10);
    expect(claimed.map(({ jobId }) => jobId)).toEqual([jobIds[0]]);
    await Promise.all(claimed.map((task) => bench.work(task)));
  });

  it("promotes in the order of dispatch as each ends, and a cancelled one lets the next move up", async () => {
    const account = await bench.makeAccount("free");
    const jobIds = await beginMany(account, 4);
    await bench.cancel(account, jobIds[1] ?? "");
    expect(await places(account, jobIds)).toEqual([undefined, undefined, 1, 2]);
    await bench.drain();
    const order = await bench.sql<{ id: string }[]>`
      select id from scraping_jobs where account_id = ${account.accountId} and started_at is not null
      order by started_at`;
    expect(order.map(({ id }) => id)).toEqual([jobIds[0], jobIds[2], jobIds[3]]);
    const [overlaps] = await bench.sql<{ count: number }[]>`
      select count(*)::int as count from scraping_jobs a join scraping_jobs b on a.account_id = b.account_id
        and a.started_at < b.started_at and b.started_at < a.finished_at
      where a.account_id = ${account.accountId}`;
    expect(overlaps?.count).toBe(0);
  });

  it("is not held up by a promotion that was lost: the sweeper makes it", async () => {
    const account = await bench.makeAccount("free");
    const [firstId = "", secondId = ""] = await beginMany(account, 2);
    await workWithoutPromotion(firstId);
    expect(await statuses([firstId, secondId])).toEqual(["completed", "pending"]);
    await sweep(bench.engine);
    expect(await statuses([secondId])).toEqual(["dispatching"]);
  });
});

describe("dispatches and promotions at once", () => {
  it("never exceed the slots", async () => {
    const account = await bench.makeAccount("starter");
    let openMax = 0;
    let isOver = false;
    const watch = (async () => {
      while (!isOver) {
        const [row] = await bench.sql<{ count: number }[]>`
          select count(*)::int as count from scraping_jobs
          where account_id = ${account.accountId} and finished_at is null and status <> 'pending'`;
        openMax = Math.max(openMax, row?.count ?? 0);
      }
    })();
    const jobIds = await Promise.all(Array.from({ length: 20 }, () => bench.begin(account, BODY)));
    const afterDispatch = await statuses(jobIds);
    expect(afterDispatch.filter((status) => status !== "pending")).toHaveLength(2);
    await Promise.all([
      bench.drain(),
      ...Array.from({ length: 10 }, () => promoteAll(bench.sql, account.accountId)),
    ]);
    isOver = true;
    await watch;
    expect(openMax).toBe(2);
    expect(new Set(await statuses(jobIds))).toEqual(new Set(["completed"]));
  });

  it("start one job only, when many promote for one free slot", async () => {
    const account = await bench.makeAccount("free");
    await dispatchWaiting(bench, account, BODY);
    for (let index = 0; index < 4; index += 1) await bench.dispatch(account, BODY);
    const promoted = await Promise.all(
      Array.from({ length: 20 }, () => asWorker(bench.sql, (tx) => promoteOne(tx, account.accountId))),
    );
    expect(promoted.filter((provider) => provider !== null)).toEqual([["scrapecreators"]]);
  });
});

describe("a dispatch", () => {
  const expanded = { keywords: ["makeup", "skincare", "fitness"], targetResults: 2, expand: true };
  const times = async (jobId: string) => {
    const tasks = await readTasks(bench, jobId);
    return { job: (await bench.job(jobId)).virtualTime, tasks: tasks.map((task) => task.virtualTime) };
  };

  it("starts its job at once while a slot is free, in the line where a promotion would put it", async () => {
    const { jobId, status } = await bench.dispatch(await bench.makeAccount(), expanded);
    expect(status).toBe("dispatching");
    const other = await bench.makeAccount();
    const waiting = await dispatchWaiting(bench, other, expanded);
    await promoteAll(bench.sql, other.accountId);
    expect(await times(jobId)).toEqual(await times(waiting.jobId));
  });

  it("shares the account's turns with the jobs that run", async () => {
    const account = await bench.makeAccount();
    const alone = await bench.dispatch(account, expanded);
    const second = await bench.dispatch(account, expanded);
    const stepOf = async (jobId: string) => {
      const [first = 0, next = 0] = (await times(jobId)).tasks;
      return next - first;
    };
    expect(await stepOf(second.jobId)).toBe(2 * (await stepOf(alone.jobId)));
  });

  it("has its job wait behind one that waits already", async () => {
    const account = await bench.makeAccount("free");
    const waiting = await dispatchWaiting(bench, account, BODY);
    expect(await bench.dispatch(account, BODY)).toMatchObject({ status: "pending" });
    await promoteAll(bench.sql, account.accountId);
    expect(await bench.job(waiting.jobId)).toMatchObject({ status: "dispatching" });
  });
});
