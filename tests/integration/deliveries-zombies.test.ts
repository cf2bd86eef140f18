import type { TransactionSql } from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ClaimedTask, claimTask, type Engine, sweep } from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readTasks, until } from "#tests/support/engine-probe.ts";
import { outcomeOf } from "#tests/support/outcomes.ts";

/** Longer than what the other worker needs to finish the job. */
const SLOW_MS = 1_500;
const CALLS = [
  { kind: "search" as const, path: "/v1/tiktok/search/keyword" },
  { kind: "enrich" as const, path: "/v1/tiktok/profile" },
];

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ settings: { freshDays: 0 } });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

/** Claims the first task of this kind; tasks before it are worked off. */
async function claimFirst(kind: ClaimedTask["kind"], lane = "scrapecreators"): Promise<ClaimedTask> {
  for (;;) {
    const [task] = await bench.claim(1, bench.engine, lane);
    if (!task) throw new Error(`no ${kind} task came`);
    if (task.kind === kind) return task;
    await bench.work(task);
  }
}

function expireLease(task: { id: string }): Promise<unknown> {
  return bench.sql`
    update job_tasks set lease_until = clock_timestamp() - interval '1 second' where id = ${task.id}`;
}

/** Another worker gets the message of the task, whose lease has run out, and ends the job. */
async function finishByAnother(task: ClaimedTask): Promise<Engine> {
  const other = bench.anotherEngine();
  const answer = await claimTask(bench.sql, { taskId: task.id, worker: other.worker }, other.settings);
  if (answer.claim !== "claimed") throw new Error(`the task was not taken over: ${answer.claim}`);
  await bench.work(answer.task, other);
  await bench.drain({ engine: other });
  return other;
}

describe("a worker whose lease ran out while its call was under way", () => {
  it.each(CALLS)("writes nothing of a $kind task that another has finished", async ({ kind, path }) => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const task = await claimFirst(kind);
    await bench.fault({ kind: "slow", path, delayMs: SLOW_MS, times: 1 });
    const zombie = bench.work(task);
    await until(
      "the zombie's call is under way",
      async () => (await bench.calls()).byPath[path] !== undefined,
    );
    await expireLease(task);
    await finishByAnother(task);
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 5, charged: 5 });
    const finished = await outcomeOf(bench.sql);
    expect(await zombie).toMatchObject({ outcome: "stale", endedAccountId: null });
    expect(await outcomeOf(bench.sql)).toEqual(finished);
  });

  it.each(CALLS)("writes nothing of a $kind task that another has in work", async ({ kind, path }) => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const task = await claimFirst(kind);
    await bench.fault({ kind: "slow", path, delayMs: 300, times: 1 });
    const zombie = bench.work(task);
    await until(
      "the zombie's call is under way",
      async () => (await bench.calls()).byPath[path] !== undefined,
    );
    await expireLease(task);
    const { sql, worker, settings } = bench.anotherEngine({ leaseMs: 30_000 });
    const takeover = await claimTask(sql, { taskId: task.id, worker }, settings);
    if (takeover.claim !== "claimed") throw new Error(`not taken over: ${takeover.claim}`);
    const begun = await outcomeOf(bench.sql);
    expect(await zombie).toMatchObject({ outcome: "stale" });
    expect(await outcomeOf(bench.sql)).toEqual(begun);
    await bench.work(takeover.task);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 5, charged: 5 });
  });

  it("writes nothing of an expand task that another has finished", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5, expand: true });
    const task = await claimFirst("expand", "openai");
    const { promise: isLetGo, resolve: letGo } = Promise.withResolvers<void>();
    const { expand } = bench.engine;
    const slow: Engine = { ...bench.engine, expand: (request) => isLetGo.then(() => expand(request)) };
    const zombie = bench.work(task, slow);
    await expireLease(task);
    await finishByAnother(task);
    const finished = await outcomeOf(bench.sql);
    letGo();
    expect(await zombie).toMatchObject({ outcome: "stale" });
    expect(await outcomeOf(bench.sql)).toEqual(finished);
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", expansionStatus: "completed" });
  });

  it("does not take from another what that one has begun", async () => {
    await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const task = await claimFirst("search");
    await expireLease(task);
    const other = bench.anotherEngine();
    const answer = await claimTask(bench.sql, { taskId: task.id, worker: other.worker }, other.settings);
    expect(answer.claim).toBe("claimed");
    expect(await bench.work(task)).toMatchObject({ outcome: "stale" });
    const [row] = await bench.sql`select state, worker from job_tasks where id = ${task.id}`;
    expect(row).toMatchObject({ state: "running", worker: other.worker });
    if (answer.claim === "claimed") await bench.work(answer.task, other);
    await bench.drain();
  });
});

describe("a lease that ran out before the call", () => {
  it.each(["search", "enrich"] as const)("gives a %s task back, and fails nothing", async (kind) => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const task = await claimFirst(kind);
    await expireLease(task);
    const callsBefore = (await bench.calls()).total;
    await bench.work(task);
    expect((await bench.calls()).total).toBe(callsBefore);
    const [row] = (await readTasks(bench, jobId, kind)).filter(({ id }) => id === task.id);
    expect(row).toMatchObject({ state: "pending" });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 5 });
  });
});

/** Has a sweeper see a lease run out, and changes the task before the sweeper gets to act on what it saw. */
async function changeBehindSweeper(
  task: ClaimedTask,
  change: (transaction: TransactionSql) => Promise<unknown>,
): Promise<void> {
  await expireLease(task);
  let sweeping: Promise<unknown> = Promise.resolve();
  await bench.sql.begin(async (transaction) => {
    await change(transaction);
    sweeping = sweep(bench.engine);
    await until("the sweeper waits for the change", async () => {
      const [waiting] = await bench.sql`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%job_tasks%'
          and datname = current_database()`;
      return waiting !== undefined;
    });
  });
  await sweeping;
}

describe("a sweeper that saw a lease run out", () => {
  it("takes nothing from a worker that extended it at the last moment", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const task = await claimFirst("search");
    await changeBehindSweeper(
      task,
      (heartbeat) => heartbeat`
        update job_tasks set lease_until = clock_timestamp() + interval '5 seconds' where id = ${task.id}`,
    );
    expect(await readTasks(bench, jobId)).toMatchObject([{ state: "running", leaseToken: task.leaseToken }]);
    expect(await bench.work(task)).toMatchObject({ outcome: "settled" });
    await bench.drain();
  });

  it("fails no task that was claimed anew meanwhile, though that lease has run out too", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const task = await claimFirst("search");
    await changeBehindSweeper(
      task,
      (another) => another`
        update job_tasks set lease_token = gen_random_uuid(), attempts = 2,
          lease_until = clock_timestamp() - interval '1 millisecond' where id = ${task.id}`,
    );
    expect(await readTasks(bench, jobId)).toMatchObject([{ state: "running", attempts: 2 }]);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 5 });
  });
});
