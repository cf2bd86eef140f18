import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { asWorker } from "#lib/db/index.ts";
import { claimTask, recordBeat, removeBeat, sweep } from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { beginWithPage, claimOf, readAllowance, readTasks } from "#tests/support/engine-probe.ts";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

/** Past the guards, as only a fault of ours or a hand could. */
function byHand(statement: string) {
  return bench.sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    await transaction.unsafe(statement);
  });
}

describe("the full recount", () => {
  it("finds a balance that drifted, once its turn has come", async () => {
    await bench.begin(account, { keywords: ["zzqbalance"], targetResults: 10 });
    await bench.drain();
    await byHand("update ledger_buckets set available = available + 1");
    await sweep(bench.engine);
    expect([...(await bench.sql`select * from counter_drifts`)]).toEqual([]);
    await sweep(bench.anotherEngine({ recountIntervalMs: 0 }));
    const drifts = await bench.sql`select distinct rule from counter_drifts`;
    expect([...drifts]).toEqual([{ rule: "I11 bucket" }]);
    await byHand("update ledger_buckets set available = available - 1");
    await bench.sql`delete from counter_drifts`;
  });
});

describe("a counter that drifted", () => {
  it("is reported once and not mended", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqdrift");
    await byHand(`update scraping_jobs set creators_enriched = creators_enriched + 1 where id = '${jobId}'`);
    await sweep(bench.engine);
    await sweep(bench.engine);
    const drifts = await bench.sql`select rule, subject from counter_drifts`;
    expect([...drifts]).toEqual([{ rule: "I2 I3 I8 I9 creators", subject: jobId }]);
    expect(await bench.job(jobId)).toMatchObject({ creatorsEnriched: 1 });
    await byHand(`update scraping_jobs set creators_enriched = creators_enriched - 1 where id = '${jobId}'`);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
  });

  it("is found in a job that has just ended, too", async () => {
    const { jobId } = await beginWithPage(bench, account, "zzqdriftend");
    await bench.drain();
    await byHand(`update scraping_jobs set keywords_failed = 1 where id = '${jobId}'`);
    await sweep(bench.engine);
    const drifts = await bench.sql`select rule from counter_drifts where subject = ${jobId}`;
    expect([...drifts]).toEqual([{ rule: "I2 tasks" }]);
    await byHand(`update scraping_jobs set keywords_failed = 0 where id = '${jobId}'`);
  });

  it("is not seen where none is, while jobs run", async () => {
    await bench.sql`delete from counter_drifts`;
    for (const keyword of ["zzqtrue1", "zzqtrue2", "zzqtrue3"]) {
      await bench.begin(account, { keywords: [keyword, `${keyword}b`], targetResults: 35 });
    }
    const eager = bench.anotherEngine({ sweepIntervalMs: 1 });
    await Promise.all([bench.drain(), bench.drain({ engine: eager })]);
    expect([...(await bench.sql`select * from counter_drifts`)]).toEqual([]);
  });
});

const expire = (owner: TestAccount) => bench.sql`
  update ledger_buckets set expires_at = now() - interval '1 day' where account_id = ${owner.accountId}`;

const entriesOf = (owner: TestAccount) =>
  bench.sql<{ kind: string; sum: number }[]>`
    select kind, sum(available_delta)::bigint as sum from ledger_entries
    where account_id = ${owner.accountId} group by kind order by kind`.then((rows) => [...rows]);

describe("an allowance whose period is over", () => {
  it("expires once, however often it is swept", async () => {
    const owner = await bench.makeAccount("free");
    await bench.begin(owner, { keywords: ["zzqexpiry"], targetResults: 10 });
    await bench.drain();
    await expire(owner);
    await Promise.all([sweep(bench.engine), sweep(bench.anotherEngine())]);
    await sweep(bench.engine);
    expect(await readAllowance(bench, owner)).toEqual({ available: 0, held: 0 });
    expect(await entriesOf(owner)).toEqual([
      { kind: "charge", sum: 0 },
      { kind: "expire", sum: -190 },
      { kind: "grant", sum: 200 },
      { kind: "reserve", sum: -10 },
    ]);
  });

  it("keeps what an open job holds until it ends; what comes back then is expired at once", async () => {
    const owner = await bench.makeAccount("free");
    await bench.fault({ kind: "repeated_cursor" });
    const jobId = await bench.begin(owner, { keywords: ["zzqheld"], targetResults: 100 });
    await expire(owner);
    await sweep(bench.engine);
    expect(await readAllowance(bench, owner)).toEqual({ available: 0, held: 100 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", charged: 10 });
    await sweep(bench.engine);
    expect(await readAllowance(bench, owner)).toEqual({ available: 0, held: 0 });
    expect(await entriesOf(owner)).toEqual([
      { kind: "charge", sum: 0 },
      { kind: "expire", sum: -100 - 90 },
      { kind: "grant", sum: 200 },
      { kind: "release", sum: 90 },
      { kind: "reserve", sum: -100 },
    ]);
  });
});

describe("a task that kills its worker", () => {
  it("is claimed five times at most, and then fails the keyword", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqpoison"], targetResults: 10 });
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await claimOf(bench, jobId);
      await bench.sql`update job_tasks set lease_until = now() - interval '1 second' where job_id = ${jobId}`;
      if (attempt < 5) await sweep(bench.engine);
    }
    const [task] = await readTasks(bench, jobId);
    expect(task).toMatchObject({ state: "running", attempts: 5 });
    const { sql, settings } = bench.engine;
    const message = { taskId: task?.id ?? "", worker: "redelivery" };
    expect(await claimTask(sql, message, settings)).toEqual({ claim: "nothing", provider: "scrapecreators" });
    await sweep(bench.engine);
    expect(await readTasks(bench, jobId)).toMatchObject([
      { state: "failed", attempts: 5, errorCode: "lease_expired" },
    ]);
    expect(await bench.job(jobId)).toMatchObject({ status: "error", keywordsFailed: 1 });
  });

  it("is claimed again at once by a message that names it, while attempts are left", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqmessage"], targetResults: 10 });
    const first = await claimOf(bench, jobId);
    const { sql, settings } = bench.engine;
    const message = { taskId: first.id, worker: "redelivery" };
    expect(await claimTask(sql, message, settings)).toMatchObject({ claim: "leased" });
    await bench.sql`update job_tasks set lease_until = now() - interval '1 second' where job_id = ${jobId}`;
    const answer = await claimTask(sql, message, settings);
    if (answer.claim !== "claimed") throw new Error(`not claimed: ${answer.claim}`);
    expect(answer.task.attempts).toBe(2);
    expect(await bench.work(first)).toMatchObject({ outcome: "stale" });
    await bench.work(answer.task);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 10 });
  });
});

describe("the beats of workers", () => {
  const beat = { hostname: "host", processId: 1, concurrency: 8, stopping: false };
  const known = () =>
    bench.sql`select id, running, stopping from worker_heartbeats order by id`.then((rows) => [...rows]);

  it("renew the worker's row, go with it, and are forgotten after an hour of silence", async () => {
    const tell = (id: string, change: { running: number; stopping?: boolean }) =>
      asWorker(bench.sql, (transaction) => recordBeat(transaction, { ...beat, ...change, id }));
    await tell("a", { running: 0 });
    await tell("b", { running: 2 });
    await tell("a", { running: 3, stopping: true });
    expect(await known()).toEqual([
      { id: "a", running: 3, stopping: true },
      { id: "b", running: 2, stopping: false },
    ]);
    await bench.sql`update worker_heartbeats set beat_at = now() - interval '2 hours' where id = 'b'`;
    await tell("a", { running: 1 });
    expect(await known()).toEqual([{ id: "a", running: 1, stopping: false }]);
    await asWorker(bench.sql, (transaction) => removeBeat(transaction, "a"));
    expect(await known()).toEqual([]);
  });
});
