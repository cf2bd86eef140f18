import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect } from "#lib/db/index.ts";
import { wakeWorkers } from "#lib/queue/index.ts";
import { createDeliverer, keepLeases } from "#lib/queue/qstash/engine.ts";
import { takeHint } from "#lib/queue/qstash/failure.ts";
import { sweepRoute } from "#lib/queue/qstash/sweep-route.ts";
import { createEngine } from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { claimOf, readTasks, until } from "#tests/support/engine-probe.ts";
import { outcomeOf } from "#tests/support/outcomes.ts";
import { QSTASH_KEYS } from "#tests/support/qstash-keys.ts";
import { type Fault, startStatementProxy } from "#tests/support/statement-proxy.ts";

const PROVIDER = "scrapecreators";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
  account = await bench.makeAccount();
});
beforeEach(() => bench.onQstash().qstash.resetMessages());
afterEach(async () => {
  bench.onQstash().qstash.clearFaults();
  await bench.drain();
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

/** What QStash posts about a message that it gave up. */
function givenUp(message: unknown, status = 500): string {
  const sourceBody = Buffer.from(typeof message === "string" ? message : JSON.stringify(message)).toString(
    "base64",
  );
  return JSON.stringify({
    status,
    retried: 2,
    maxRetries: 2,
    sourceBody,
    sourceMessageId: "msg_1",
    url: "http://x",
  });
}

async function begin(): Promise<{ jobId: string; message: { taskId: string } }> {
  const jobId = await bench.begin(account, { keywords: ["zzqhint"], targetResults: 10 });
  const [task] = await readTasks(bench, jobId);
  return { jobId, message: { v: 1, taskId: task?.id, jobId, platform: "tiktok" } as never };
}

const hint = (message: unknown, engine = bench.engine) => takeHint(createDeliverer(engine), givenUp(message));
const notices = () =>
  bench.sql<{ count: number }[]>`select count, message from admin_notices where kind = 'delivery_failed'`;

describe("the news that QStash gave a message up", () => {
  it("wakes the task anew while it waits for that message", async () => {
    bench.onQstash().qstash.addFault({ kind: "drop" });
    const { jobId, message } = await begin();
    await wakeWorkers(bench.sql, [PROVIDER]);
    bench.onQstash().qstash.addFault({ kind: "hold" });
    expect(await hint(message)).toBe(true);
    const [task] = await readTasks(bench, jobId);
    expect(task).toMatchObject({ state: "pending", attempts: 0 });
    expect(bench.onQstash().qstash.messages()).toMatchObject({ accepted: 2, dropped: 1 });
  });

  it("takes nothing from a worker that has the task", async () => {
    const { jobId, message } = await begin();
    const claimed = await claimOf(bench, jobId);
    // Longer than a busy machine takes from here to the settle.
    await bench.sql`update job_tasks set lease_until = clock_timestamp() + interval '1 minute'
      where job_id = ${jobId}`;
    const before = await outcomeOf(bench.sql);
    await bench.sql`delete from admin_notices`;
    expect(await hint(message)).toBe(true);
    expect(await outcomeOf(bench.sql)).toEqual(before);
    // Nothing is amiss: it was a duplicate.
    expect(await notices()).toEqual([]);
    expect(await bench.work(claimed)).toMatchObject({ outcome: "settled" });
  });

  it("gives back the task of a worker that died", async () => {
    const { jobId, message } = await begin();
    await claimOf(bench, jobId);
    await bench.sql`update job_tasks set lease_until = clock_timestamp() - interval '1 second'
      where job_id = ${jobId}`;
    await bench.sql`delete from admin_notices`;
    bench.onQstash().qstash.addFault({ kind: "hold" });
    expect(await hint(message)).toBe(true);
    expect(await notices()).toMatchObject([{ count: 1 }]);
    expect(await readTasks(bench, jobId)).toMatchObject([{ state: "pending", attempts: 1 }]);
    expect(bench.onQstash().qstash.messages().accepted).toBe(1);
  });

  it("is one notice, and wakes the task, at whatever statement its process dies before QStash repeats it", {
    timeout: 120_000,
  }, async () => {
    const { qstash } = bench.onQstash();
    const proxy = await startStatementProxy(bench.url);
    const sql = connect(proxy.url, { poolMax: 2 });
    const engine = createEngine(sql, bench.engine.settings);
    const dieAt = async (strike?: { fault: Fault; strikeAt: number }) => {
      await bench.sql`delete from admin_notices`;
      qstash.clearFaults();
      qstash.resetMessages();
      qstash.addFault({ kind: "drop" });
      const { jobId, message } = await begin();
      await wakeWorkers(bench.sql, [PROVIDER]);
      qstash.addFault({ kind: "hold" });
      qstash.addFault({ kind: "hold" });
      proxy.begin(strike);
      await hint(message, engine).catch(() => {});
      const { statements } = proxy.end();
      expect(await hint(message)).toBe(true);
      expect(await notices()).toMatchObject([{ count: 1, message: expect.stringContaining("msg_1") }]);
      expect(qstash.messages().accepted).toBeGreaterThan(1);
      await bench.cancel(account, jobId);
      return statements.length;
    };
    try {
      const count = await dieAt();
      for (const fault of ["cut", "cut_after"] as const) {
        for (let strikeAt = 1; strikeAt <= count; strikeAt += 1) await dieAt({ fault, strikeAt });
      }
    } finally {
      await sql.end({ timeout: 1 });
      await proxy.close();
    }
  });

  it("changes nothing of a job that has ended", async () => {
    const { message } = await begin();
    await bench.drain();
    const before = await outcomeOf(bench.sql);
    expect(await hint(message)).toBe(true);
    expect(await outcomeOf(bench.sql)).toEqual(before);
  });

  it.each([
    { what: "no message of ours", message: "hello" },
    { what: "of a later version", message: { v: 2 } },
  ])("is put aside when it carries $what", async ({ message }) => {
    expect(await hint(message)).toBe(false);
  });

  it("comes by itself when the app did not answer, and the search completes", async () => {
    const { jobId } = await begin();
    const { qstash } = bench.onQstash();
    // Nobody works on deliveries: each try breaks off, and so does the first news of it.
    await wakeWorkers(bench.sql, [PROVIDER]);
    await until("the message is given up", async () => qstash.messages().dlq >= 1);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 10 });
  });
});

describe("the leases of deliveries", () => {
  it("are extended while they last, and nothing is kept awake after", async () => {
    const { jobId } = await begin();
    const claimed = await claimOf(bench, jobId);
    const deliverer = createDeliverer(bench.engine);
    keepLeases(deliverer);
    const leaseUntil = async () => (await readTasks(bench, jobId))[0]?.leaseUntil?.getTime() ?? 0;
    const first = await leaseUntil();
    const work = deliverer.leases.run(claimed, async () => {
      await until(
        "the lease is extended twice",
        async () => (await leaseUntil()) > first + bench.engine.settings.heartbeatMs,
      );
    });
    await work;
    await sleep(2 * bench.engine.settings.heartbeatMs);
    const last = await leaseUntil();
    await sleep(2 * bench.engine.settings.heartbeatMs);
    expect(await leaseUntil()).toBe(last);
    await bench.work(claimed);
  });
});

describe("the sweeper's route", () => {
  const call = (authorization?: string) =>
    sweepRoute(() => createDeliverer(bench.engine))(
      new Request("http://localhost/api/cron/sweep", { headers: authorization ? { authorization } : {} }),
    );

  it.each([
    { with: "nothing", authorization: undefined },
    { with: "another secret", authorization: "Bearer test-cron-secret2" },
    { with: "part of the secret", authorization: "Bearer test-cron" },
    { with: "the bare secret", authorization: QSTASH_KEYS.CRON_SECRET },
  ])("is shut to who comes with $with", async ({ authorization }) => {
    await begin();
    expect((await call(authorization)).status).toBe(401);
    expect(bench.onQstash().qstash.messages().published).toBe(0);
  });

  it("sweeps, and wakes what nobody was told of", async () => {
    await begin();
    bench.onQstash().qstash.addFault({ kind: "hold" });
    const answer = await call(`Bearer ${QSTASH_KEYS.CRON_SECRET}`);
    expect(answer.status).toBe(200);
    expect(bench.onQstash().qstash.messages().accepted).toBe(1);
  });
});
