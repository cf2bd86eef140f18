import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "#lib/db/index.ts";
import { wakeWorkers } from "#lib/queue/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { readTasks } from "#tests/support/engine-probe.ts";
import { pollStatus } from "#tests/support/status.ts";

const PROVIDER = "scrapecreators";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
  account = await bench.makeAccount();
});
afterEach(async () => {
  const { qstash } = bench.onQstash();
  qstash.clearFaults();
  qstash.setDailyLimit(null);
  await bench.drain();
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
  await bench.sql`delete from admin_notices`;
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

/** Of one batch. */
const TRIES = 3;
const KEYWORDS = ["zzqa", "zzqb", "zzqc"];

async function begin(): Promise<string> {
  return bench.begin(account, { keywords: KEYWORDS, targetResults: 30 });
}

/** Which of the tasks a message is out to. */
async function awake(jobId: string): Promise<boolean[]> {
  return (await readTasks(bench, jobId)).map((task) => task.wokenUntil !== null);
}

async function details(jobId: string): Promise<string | undefined> {
  const { body } = await pollStatus(callerOf(account), { jobId, limit: 1 }, null);
  return body?.progress.details;
}

async function notices(): Promise<{ kind: string; subject: string }[]> {
  return [...(await bench.sql<{ kind: string; subject: string }[]>`select kind, subject from admin_notices`)];
}

describe("a message that QStash refuses", () => {
  it("alone in its batch leaves its task to be woken again, and the others awake", async () => {
    bench.onQstash().qstash.addFault({ kind: "refuse_in_batch", indexes: [1] });
    // The tries after the first send that one alone.
    bench.onQstash().qstash.addFault({ kind: "refuse_in_batch", indexes: [0], times: TRIES - 1 });
    bench.onQstash().qstash.addFault({ kind: "hold" });
    const jobId = await begin();
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(await awake(jobId)).toEqual([true, false, true]);
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(await awake(jobId)).toEqual([true, true, true]);
  });

  it.each([
    { how: "with its batch", fault: { kind: "fail_publish" as const, status: 500, times: TRIES } },
    { how: "for coming too often", fault: { kind: "burst_limit" as const, times: TRIES } },
    { how: "for its token", fault: { kind: "fail_publish" as const, status: 401 } },
  ])("$how leaves every task to be woken again, and status says why the search waits", async ({ fault }) => {
    bench.onQstash().qstash.addFault(fault);
    const jobId = await begin();
    const before = await bench.job(jobId);
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(await awake(jobId)).toEqual([false, false, false]);
    expect(await details(jobId)).toContain("The queue takes no messages now");
    expect((await bench.job(jobId)).version).toBe(before.version + 1);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 30 });
    expect((await readTasks(bench, jobId)).map((task) => task.error)).toEqual([null, null, null]);
  });

  it("now and then is sent again at once, and nobody notices", async () => {
    bench.onQstash().qstash.addFault({ kind: "fail_publish" });
    bench.onQstash().qstash.addFault({ kind: "hold" });
    const jobId = await begin();
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(await awake(jobId)).toEqual([true, true, true]);
    expect(await details(jobId)).not.toContain("The queue takes no messages");
  });

  it("again says so once", async () => {
    bench.onQstash().qstash.addFault({ kind: "fail_publish", times: 3 * TRIES });
    const jobId = await begin();
    await wakeWorkers(bench.sql, [PROVIDER]);
    const { version } = await bench.job(jobId);
    await wakeWorkers(bench.sql, [PROVIDER]);
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect((await bench.job(jobId)).version).toBe(version);
  });

  it("whose acceptance was lost on the way is sent again, and its task done once", async () => {
    bench.onQstash().qstash.addFault({ kind: "lose_answer", times: 2 });
    const jobId = await begin();
    await wakeWorkers(bench.sql, [PROVIDER]);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 30, charged: 30 });
    expect((await readTasks(bench, jobId)).reduce((sum, task) => sum + task.pages, 0)).toBe(3);
  });
});

describe("the daily limit of messages", () => {
  it("is told to the admins; the search waits, says so, and goes on the next day", async () => {
    bench.onQstash().qstash.setDailyLimit(0);
    const jobId = await begin();
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(await notices()).toEqual([{ kind: "queue_limit", subject: "qstash" }]);
    expect(await details(jobId)).toContain("The queue takes no messages now");
    expect(await bench.job(jobId)).toMatchObject({ finishedAt: null });
    bench.onQstash().qstash.setDailyLimit(1_000);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 30 });
  });

  it("a token that is refused is told to the admins", async () => {
    bench.onQstash().qstash.addFault({ kind: "fail_publish", status: 401 });
    await begin();
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(await notices()).toEqual([{ kind: "unauthorized", subject: "qstash" }]);
  });
});
