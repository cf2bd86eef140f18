import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "#lib/db/index.ts";
import { wakeWorkers } from "#lib/queue/index.ts";
import { deliver } from "#lib/queue/qstash/deliver.ts";
import { createDeliverer } from "#lib/queue/qstash/engine.ts";
import { publishDelayed } from "#lib/queue/qstash/publish.ts";
import { sweepAndWake } from "#lib/queue/qstash/sweep-route.ts";
import { cancelJob } from "#lib/search-engine/index.ts";
import { closeGate, getProvider, openGate, registerProvider } from "#lib/search-engine/v2/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { claimOf, dispatchWaiting, readTasks, until } from "#tests/support/engine-probe.ts";
import { whileCommitting } from "#tests/support/held.ts";

const PROVIDER = "scrapecreators";
const limits = { parallelMax: 4, callsPerSecondMax: 5_000 };
/** One and a half times the calls that the provider takes at once. */
const CALLS_OUT_MAX = 6;

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
  registerProvider({ ...getProvider(PROVIDER), limits: () => limits });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  bench.onQstash().qstash.clearFaults();
  await bench.calm();
  await bench.drain();
  bench.onQstash().qstash.resetMessages();
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

const words = (count: number, stem: string) => Array.from({ length: count }, (_, at) => `zzq${stem}${at}`);

/** The keywords of the messages so far, in the order in which they were published. */
function published(): (string | undefined)[] {
  const { messages } = bench.onQstash().qstash.messages();
  return messages.map(({ body }) => JSON.parse(body).keyword);
}

/** Accepts messages and keeps them, so that what was published can be looked at. */
function hold(): void {
  bench.onQstash().qstash.addFault({ kind: "hold" });
}

describe("the window of what is awake", () => {
  it("lets nothing out before the commit that notes it: a message that is out is known", async () => {
    hold();
    await bench.begin(account, { keywords: ["zzqnoted"], targetResults: 10 });
    await whileCommitting(bench.sql, "job_tasks", {
      blocked: () => wakeWorkers(bench.sql, [PROVIDER]),
      meanwhile: async () => expect(published()).toEqual([]),
    });
    expect(published()).toEqual(["zzqnoted"]);
  });

  it("lets out as many calls as the provider takes at once, and half as many more", async () => {
    hold();
    await bench.begin(account, { keywords: words(20, "window"), targetResults: 20 });
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(published()).toEqual(words(CALLS_OUT_MAX, "window"));
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(published()).toHaveLength(CALLS_OUT_MAX);
  });

  it("goes by virtual time: a small job's messages are not behind all of a huge one", async () => {
    hold();
    const other = await bench.makeAccount();
    await bench.begin(account, { keywords: words(50, "huge"), targetResults: 50 });
    await bench.begin(other, { keywords: ["zzqsmall"], targetResults: 10 });
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(published().slice(0, 2)).toContain("zzqsmall");
  });

  it("counts a task that runs, and makes room when it settles", async () => {
    hold();
    const jobId = await bench.begin(account, { keywords: words(10, "run"), targetResults: 20 });
    const running = await claimOf(bench, jobId);
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(published()).toHaveLength(CALLS_OUT_MAX - 1);
    await bench.work(running);
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(published().length).toBeGreaterThanOrEqual(CALLS_OUT_MAX);
  });

  it("is open to others soon after messages went astray, and to their tasks once these count as lost", async () => {
    bench.onQstash().qstash.addFault({ kind: "drop", times: CALLS_OUT_MAX });
    await bench.begin(account, { keywords: words(10, "lost"), targetResults: 20 });
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(bench.onQstash().qstash.messages().dropped).toBe(CALLS_OUT_MAX);
    hold();
    const wokenTo = (count: number) =>
      until(`${count} messages are out`, async () => {
        await wakeWorkers(bench.sql, [PROVIDER]);
        return published().length >= count;
      });
    await wokenTo(10);
    expect(published()).toEqual(words(10, "lost"));
    await wokenTo(10 + CALLS_OUT_MAX);
    expect(published().slice(10)).toEqual(words(CALLS_OUT_MAX, "lost"));
  });

  it("makes room when a message finds nothing to do", async () => {
    hold();
    const jobId = await bench.begin(account, { keywords: words(10, "over"), targetResults: 20 });
    await wakeWorkers(bench.sql, [PROVIDER]);
    await bench.begin(await bench.makeAccount(), { keywords: ["zzqnext"], targetResults: 10 });
    await bench.cancel(account, jobId);
    expect(published()).toEqual(words(CALLS_OUT_MAX, "over"));
    const [message] = bench.onQstash().qstash.messages().messages;
    const answer = await deliver(createDeliverer(bench.engine), "search", message?.body ?? "");
    expect(answer.status).toBe(200);
    expect(published().at(-1)).toBe("zzqnext");
  });

  it("makes room when the job whose messages fill it is cancelled", async () => {
    hold();
    const jobId = await bench.begin(account, { keywords: words(10, "stop"), targetResults: 20 });
    await wakeWorkers(bench.sql, [PROVIDER]);
    await bench.begin(await bench.makeAccount(), { keywords: ["zzqafter"], targetResults: 10 });
    await cancelJob(callerOf(account), jobId);
    expect(published().at(-1)).toBe("zzqafter");
  });

  it("makes room when a task settles", async () => {
    hold();
    await bench.begin(account, { keywords: words(10, "done"), targetResults: 20 });
    await wakeWorkers(bench.sql, [PROVIDER]);
    const [message] = bench.onQstash().qstash.messages().messages;
    await deliver(createDeliverer(bench.engine), "search", message?.body ?? "");
    expect(published()).toHaveLength(CALLS_OUT_MAX + 1);
  });

  it("is no wall for waiting tasks: each gets one message, delayed until it is due", async () => {
    const jobId = await bench.begin(account, { keywords: words(8, "late"), targetResults: 16 });
    await bench.sql`
      update job_tasks set next_at = clock_timestamp() + interval '90 seconds'
      where job_id = ${jobId} and state = 'pending'`;
    hold();
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(published()).toEqual([]);
    await publishDelayed(bench.sql, [{ provider: PROVIDER }]);
    await publishDelayed(bench.sql, [{ provider: PROVIDER }]);
    const { messages } = bench.onQstash().qstash.messages();
    expect(messages).toHaveLength(8);
    await bench.sql`update job_tasks set next_at = clock_timestamp(), woken_until = null where job_id = ${jobId}`;
  });
});

describe("what is not to be worked on", () => {
  it("gets no message: a job that waits for its slot, one that is cancelled", async () => {
    hold();
    const { jobId: waiting } = await dispatchWaiting(bench, account, {
      keywords: ["zzqwait"],
      targetResults: 10,
    });
    const cancelled = await bench.begin(await bench.makeAccount(), {
      keywords: ["zzqcancel"],
      targetResults: 10,
    });
    await bench.sql`update scraping_jobs set cancel_requested_at = clock_timestamp(), version = version + 1
      where id = ${cancelled}`;
    await wakeWorkers(bench.sql, [PROVIDER]);
    await publishDelayed(bench.sql, [{ provider: PROVIDER }]);
    expect(published()).toEqual([]);
    expect(await bench.job(waiting)).toMatchObject({ status: "pending" });
  });

  it("begins while the gate is closed, with one message that finds it so, and goes on when it opens", async () => {
    hold();
    await closeGate(bench.sql, PROVIDER, "Under review.");
    const jobId = await bench.begin(account, { keywords: words(3, "closed"), targetResults: 30 });
    await sweepAndWake(bench.engine);
    expect(published()).toEqual(words(1, "closed"));
    const [message] = bench.onQstash().qstash.messages().messages;
    await deliver(createDeliverer(bench.engine), "search", message?.body ?? "");
    const job = await bench.job(jobId);
    expect(job).toMatchObject({ status: "searching" });
    expect(job?.deadlineAt).toBeInstanceOf(Date);
    await sweepAndWake(bench.engine);
    expect(published()).toEqual(words(1, "closed"));
    await openGate(bench.sql, PROVIDER);
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(published().slice(1)).toEqual(words(3, "closed"));
  });

  it("gets no delayed message either while the gate is closed", async () => {
    await closeGate(bench.sql, PROVIDER, "Under review.");
    const jobId = await bench.begin(account, { keywords: ["zzqshut"], targetResults: 10 });
    await bench.work(await claimOf(bench, jobId));
    expect(await readTasks(bench, jobId)).toMatchObject([{ state: "pending", errorCode: "gate_closed" }]);
    await publishDelayed(bench.sql, [{ provider: PROVIDER }]);
    await sweepAndWake(bench.engine);
    expect(published()).toEqual([]);
    await openGate(bench.sql, PROVIDER);
  });

  it("gets its message after the pause that the provider asked for", async () => {
    hold();
    await bench.sql`
      update provider_gates set blocked_until = clock_timestamp() + interval '30 seconds' where provider = ${PROVIDER}`;
    const jobId = await bench.begin(account, { keywords: ["zzqpause"], targetResults: 10 });
    await wakeWorkers(bench.sql, [PROVIDER]);
    expect(published()).toEqual(["zzqpause"]);
    const [task] = await readTasks(bench, jobId);
    const wokenInMs = (task?.wokenUntil?.getTime() ?? 0) - Date.now();
    expect(wokenInMs).toBeGreaterThan(25_000);
    await bench.sql`update job_tasks set woken_until = null where job_id = ${jobId} and state = 'pending'`;
  });

  it("gets its delayed message no sooner than the pause is over", async () => {
    hold();
    await bench.sql`
      update provider_gates set blocked_until = clock_timestamp() + interval '30 seconds' where provider = ${PROVIDER}`;
    const jobId = await bench.begin(account, { keywords: ["zzqrest"], targetResults: 10 });
    await bench.sql`
      update job_tasks set next_at = clock_timestamp() + interval '2 seconds' where job_id = ${jobId}`;
    await publishDelayed(bench.sql, [{ provider: PROVIDER }]);
    const [task] = await readTasks(bench, jobId);
    expect(published()).toEqual(["zzqrest"]);
    expect((task?.wokenUntil?.getTime() ?? 0) - Date.now()).toBeGreaterThan(25_000);
    await bench.sql`
      update job_tasks set woken_until = null, next_at = clock_timestamp()
      where job_id = ${jobId} and state = 'pending'`;
  });
});
