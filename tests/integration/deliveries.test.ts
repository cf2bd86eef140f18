import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { claimTask } from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { outcomeOf } from "#tests/support/outcomes.ts";

type ClaimAnswer = Awaited<ReturnType<typeof claimTask>>;

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

function claimByMessage(taskId: string): Promise<ClaimAnswer> {
  return claimTask(bench.sql, { taskId, worker: bench.engine.worker }, bench.engine.settings);
}

/** What a transport does with one message. */
async function deliver(taskId: string): Promise<ClaimAnswer["claim"]> {
  const answer = await claimByMessage(taskId);
  if (answer.claim === "claimed") await bench.work(answer.task);
  return answer.claim;
}

async function taskIds(jobId: string, states: string[]): Promise<string[]> {
  const rows = await bench.sql<{ id: string }[]>`
    select id from job_tasks where job_id = ${jobId} and state = any(${states}::text[]) order by sequence`;
  return rows.map((row) => row.id);
}

const OPEN = ["pending", "parked", "running"];
const ALL = [...OPEN, "done", "failed", "cancelled"];

describe("a task delivered many times", () => {
  it("is claimed by one of 50 messages at once, and its provider is called once", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const [taskId = ""] = await taskIds(jobId, OPEN);
    const claims = await Promise.all(Array.from({ length: 50 }, () => deliver(taskId)));
    expect(claims.filter((claim) => claim === "claimed")).toHaveLength(1);
    expect(claims.filter((claim) => claim === "unknown")).toEqual([]);
    expect(await bench.calls()).toMatchObject({ total: 1, byPath: { "/v1/tiktok/search/keyword": 1 } });
    expect(await bench.job(jobId)).toMatchObject({ creatorsFound: 5, charged: 5 });
    await bench.drain();
  });

  it("tells a second message how long the lease of the first still runs", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup"], targetResults: 5 });
    const [taskId = ""] = await taskIds(jobId, OPEN);
    const first = await claimByMessage(taskId);
    const second = await claimByMessage(taskId);
    expect(second).toMatchObject({ claim: "leased" });
    const retryAfterMs = second.claim === "leased" ? second.retryAfterMs : 0;
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(bench.engine.settings.leaseMs);
    if (first.claim === "claimed") await bench.work(first.task);
    await bench.drain();
  });

  it("leads to the same job as one message a task does", async () => {
    const body = { keywords: ["makeup", "skincare", "fitness"], targetResults: 30 };
    const plainId = await bench.begin(account, body);
    await bench.drain({ parallel: 1 });
    const plainCalls = (await bench.calls()).total;
    await bench.calm();

    const jobId = await bench.begin(account, body);
    for (let round = 0; (await bench.job(jobId)).finishedAt === null; round += 1) {
      expect(round).toBeLessThan(100);
      const ids = await taskIds(jobId, ALL);
      const shuffled = [...ids, ...ids, ...ids].sort(() => Math.random() - 0.5);
      await Promise.all(shuffled.map(deliver));
    }
    const [plain, job] = await Promise.all([bench.job(plainId), bench.job(jobId)]);
    expect(job).toMatchObject({ status: "completed", creatorsFound: 30, creatorsEnriched: 30, charged: 30 });
    expect(job.keywordsCompleted).toBe(plain.keywordsCompleted);
    // Which keyword comes first decides how many pages the others need: one more each at most.
    expect((await bench.calls()).total).toBeLessThanOrEqual(plainCalls + 3);
    const profiles = await bench.sql`
      select reason from api_call_logs where job_id = ${jobId} and action = 'profile' group by reason
      having count(*) > 1`;
    expect([...profiles]).toEqual([]);
  });
});

describe("messages of a job that has ended", () => {
  it("change nothing, and call nobody", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 20 });
    await bench.drain();
    const before = await outcomeOf(bench.sql);
    await bench.calm();
    const ids = await taskIds(jobId, ALL);
    const claims = await Promise.all([...ids, ...ids, ...ids].map(deliver));
    expect(new Set(claims)).toEqual(new Set(["nothing"]));
    expect(await outcomeOf(bench.sql)).toEqual(before);
    expect((await bench.calls()).total).toBe(0);
  });

  it("change nothing when they come late to a worker that had claimed before the end", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 20 });
    const claimed = await bench.claim(2);
    expect(claimed).toHaveLength(2);
    await bench.sql`update job_tasks set lease_until = clock_timestamp() - interval '1 second'
      where job_id = ${jobId} and state = 'running'`;
    await bench.drain();
    const before = await outcomeOf(bench.sql);
    await bench.calm();
    const settled = await Promise.all(claimed.map((task) => bench.work(task)));
    expect(settled.map(({ outcome }) => outcome)).toEqual(["stale", "stale"]);
    expect(await outcomeOf(bench.sql)).toEqual(before);
    expect((await bench.calls()).total).toBe(0);
  });

  it("name a task that is not there: unknown", async () => {
    expect(await deliver("00000000-0000-4000-8000-000000000000")).toBe("unknown");
  });
});

describe("messages that never come", () => {
  it("cost no job its end: sweep and poll find every task by its row", async () => {
    // No wake happens here.
    const { jobId, status } = await bench.dispatch(account, {
      keywords: ["makeup", "skincare"],
      targetResults: 20,
      expand: true,
    });
    expect(status).toBe("dispatching");
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 20 });
  });

  it("cost no task that was claimed and forgotten its end: its lease runs out and it is done again", async () => {
    const jobId = await bench.begin(account, { keywords: ["makeup", "skincare"], targetResults: 20 });
    expect(await bench.claim(2)).toHaveLength(2);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 20, charged: 20 });
  });
});
