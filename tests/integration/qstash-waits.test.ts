import { afterAll, beforeAll, expect, it } from "vitest";
import { wakeWorkers } from "#lib/queue/index.ts";
import { deliver } from "#lib/queue/qstash/deliver.ts";
import { createDeliverer } from "#lib/queue/qstash/engine.ts";
import { currentDeliveries, type Deliveries } from "#tests/support/deliveries.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { letTimePass, readTasks, until } from "#tests/support/engine-probe.ts";

let bench: TestBench;
let account: TestAccount;
let deliveries: Deliveries;
let leave: () => void;

beforeAll(async () => {
  // A wait that no test could wait out.
  bench = await TestBench.start({ settings: { retryBaseMs: 3_600_000, retryCapMs: 3_600_000 } });
  account = await bench.makeAccount();
  const current = currentDeliveries();
  if (!current) throw new Error("this test runs in the project qstash");
  deliveries = current;
  leave = deliveries.workWith(bench.engine);
});
afterAll(async () => {
  leave?.();
  await bench?.stop();
});

/** The messages so far. */
const published = () => deliveries.qstash.messages().messages;

it("a task that has to wait gets its delayed message with the settle, before any sweep", async () => {
  await bench.fault({ kind: "500", path: "/search", times: 1 });
  const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
  await wakeWorkers(bench.sql, ["scrapecreators"]);
  await until("the task waits", async () => {
    const [task] = await readTasks(bench, jobId);
    return task?.state === "pending" && task.errorCode === "http";
  });
  await until("its delayed message is there", async () => published().length === 2);
  const [task] = await readTasks(bench, jobId);
  expect(published().map(({ body }) => JSON.parse(body).taskId)).toEqual([task?.id, task?.id]);
  deliveries.qstash.resetMessages();
  await letTimePass(bench, jobId);
  await bench.sql`update job_tasks set woken_until = null where job_id = ${jobId}`;
  await bench.drain();
  expect(await bench.violations()).toEqual([]);
});

it("a message that comes a little early waits for its task", async () => {
  const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
  await bench.sql`
    update job_tasks set next_at = clock_timestamp() + interval '300 milliseconds' where job_id = ${jobId}`;
  const [task] = await readTasks(bench, jobId);
  const message = JSON.stringify({ v: 1, taskId: task?.id, jobId, platform: "tiktok", keyword: "makeup" });
  const answer = await deliver(createDeliverer(bench.engine), "search", message);
  expect(answer).toEqual({ status: 200, body: { success: true, creatorsFound: 5 } });
  await bench.drain();
  expect(await bench.violations()).toEqual([]);
});
