import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ClaimedTask, claimTask, extendLeases, sweep } from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { claimOf, letTimePass, readTasks, until } from "#tests/support/engine-probe.ts";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
  account = await bench.makeAccount();
});
afterEach(async () => {
  await bench.drain();
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

function claimByMessage(taskId: string) {
  const { sql, worker, settings } = bench.engine;
  return claimTask(sql, { taskId, worker }, settings);
}

async function claimNew(keyword: string): Promise<ClaimedTask> {
  return claimOf(bench, await bench.begin(account, { keywords: [keyword], targetResults: 10 }));
}

/** As if the lease had begun a while earlier. */
function expireLease({ id }: { id: string }, ago: string): Promise<unknown> {
  return bench.sql`update job_tasks set lease_until = clock_timestamp() - ${ago}::interval where id = ${id}`;
}

describe("a message", () => {
  it("that comes before its task is due claims nothing, and is told when it is", async () => {
    const jobId = await bench.begin(account, { keywords: ["zzqearly"], targetResults: 10 });
    await bench.sql`
      update job_tasks set next_at = clock_timestamp() + interval '1 minute' where job_id = ${jobId}`;
    const [task] = await readTasks(bench, jobId);
    const answer = await claimByMessage(task?.id ?? "");
    expect(answer).toMatchObject({ claim: "early" });
    expect(answer.claim === "early" && answer.dueInMs).toBeGreaterThan(0);
    expect(await readTasks(bench, jobId)).toMatchObject([{ state: "pending", attempts: 0 }]);
    await letTimePass(bench, jobId);
  });
});

describe("a heartbeat", () => {
  it("extends nothing of a task that another has taken over, and tells that it is lost", async () => {
    const [first, kept] = [await claimNew("zzqlost"), await claimNew("zzqkept")];
    await expireLease(first, "1 second");
    const takeover = await claimByMessage(first.id);
    if (takeover.claim !== "claimed") throw new Error(`not taken over: ${takeover.claim}`);
    const before = await readTasks(bench, first.jobId);
    const held = await extendLeases(bench.sql, [first, kept], bench.engine.settings);
    expect([...held]).toEqual([kept.id]);
    expect(await readTasks(bench, first.jobId)).toEqual(before);
    for (const task of [takeover.task, kept]) await bench.work(task);
  });
});

describe("a sweeper that saw a last attempt run out", () => {
  it("does not fail it when its lease has been extended meanwhile", async () => {
    const [ahead, last] = [await claimNew("zzqahead"), await claimNew("zzqlast")];
    await expireLease(ahead, "2 seconds");
    await expireLease(last, "1 second");
    await bench.sql`update job_tasks set attempts = 5 where id = ${last.id}`;
    let sweeping: Promise<unknown> = Promise.resolve();
    await bench.sql.begin(async (holder) => {
      await holder`select 1 from job_tasks where id = ${ahead.id} for update`;
      sweeping = sweep(bench.engine);
      await until("the sweeper waits for the task ahead", async () => {
        const waiting = await bench.sql`
          select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%job_tasks%'
            and datname = current_database()`;
        return waiting.length > 0;
      });
      expect([...(await extendLeases(bench.sql, [last], bench.engine.settings))]).toEqual([last.id]);
    });
    await sweeping;
    expect(await readTasks(bench, last.jobId)).toMatchObject([
      { state: "running", leaseToken: last.leaseToken },
    ]);
    expect(await bench.work(last)).toMatchObject({ outcome: "settled" });
  });
});
