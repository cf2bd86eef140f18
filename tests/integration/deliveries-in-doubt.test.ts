import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { asWorker, connect, type Sql } from "#lib/db/index.ts";
import { type ClaimedTask, createEngine, type Engine } from "#lib/search-engine/v2/index.ts";
import { type CutAt, type CuttingProxy, startCuttingProxy } from "#tests/support/cutting-proxy.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";

let bench: TestBench;
let account: TestAccount;
let proxy: CuttingProxy;
let sql: Sql;
/** Reaches the database through the proxy. */
let engine: Engine;
let cutSettleAt: CutAt | null = null;

beforeAll(async () => {
  bench = await TestBench.start({ settings: { freshDays: 0 } });
  account = await bench.makeAccount();
  proxy = await startCuttingProxy(bench.url);
  sql = connect(proxy.url, { poolMax: 4, onStatement: cutSettle });
  engine = createEngine(sql, bench.engine.settings);
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await proxy?.close();
  await bench?.stop();
});

/** The statement with which a settle writes its job is the last before its commit. */
function cutSettle(statement: string): void {
  if (cutSettleAt === null || !statement.includes("update scraping_jobs set status = $1")) return;
  proxy.cutNextCommit(cutSettleAt);
  cutSettleAt = null;
}

/** Starts a job and works it off until a task of this kind is at the head of the line; claims that. */
async function claimFirst(kind: ClaimedTask["kind"]): Promise<{ jobId: string; task: ClaimedTask }> {
  const jobId = await bench.begin(account, {
    keywords: ["makeup"],
    targetResults: 5,
    expand: kind === "expand",
  });
  const lane = kind === "expand" ? "openai" : "scrapecreators";
  for (;;) {
    const [task] = await bench.claim(1, bench.engine, lane);
    if (!task) throw new Error(`no ${kind} task came`);
    if (task.kind === kind) return { jobId, task };
    await bench.work(task);
  }
}

const KINDS = ["search", "enrich", "expand"] as const;

describe.each(KINDS)("a settle of kind %s whose connection breaks", (kind) => {
  it("as the commit is sent is done by its repetition", async () => {
    const { jobId, task } = await claimFirst(kind);
    const cuts = proxy.cuts();
    cutSettleAt = "before_commit";
    expect(await bench.work(task, engine)).toMatchObject({ outcome: "settled" });
    expect(proxy.cuts()).toBe(cuts + 1);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 5, charged: 5 });
  });

  it("after the commit is not done twice by its repetition", async () => {
    const { jobId, task } = await claimFirst(kind);
    const cuts = proxy.cuts();
    cutSettleAt = "after_commit";
    expect(await bench.work(task, engine)).toMatchObject({ outcome: "stale" });
    expect(proxy.cuts()).toBe(cuts + 1);
    const [row] = await bench.sql`select state, settles from job_tasks where id = ${task.id}`;
    expect(row).toMatchObject({ state: "done", settles: kind === "search" ? 1 : 0 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 5, charged: 5 });
  });
});

describe("a connection that breaks", () => {
  it("fails the transaction that it carried, and the pool goes on", async () => {
    const broken = asWorker(sql, async (transaction) => {
      const answer = transaction`select pg_sleep(5)`.execute();
      setTimeout(() => proxy.cutAll(), 50);
      await answer;
    });
    await expect(broken).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    // The idle connections of the pool learn of their end a moment later.
    await sleep(100);
    const rows = await asWorker(
      sql,
      (transaction) => transaction`select 'shoal_worker' = current_user as is_scoped`,
    );
    expect(rows[0]).toEqual({ isScoped: true });
  });

  it("because the server ends it fails only what it carried", async () => {
    // One connection: what comes next comes to it.
    const single = connect(bench.url, { poolMax: 1 });
    const ended = asWorker(single, async (transaction) => {
      const [own] = await transaction<{ id: number }[]>`select pg_backend_pid() as id`;
      const sleeps = transaction`select pg_sleep(5)`.execute();
      await Promise.all([sleeps, bench.sql`select pg_terminate_backend(${own?.id ?? 0})`]);
    });
    await expect(ended).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    const rows = await asWorker(single, (transaction) => transaction`select 1 as number`);
    expect([...rows]).toEqual([{ number: 1 }]);
    await single.end({ timeout: 1 });
  });
});
