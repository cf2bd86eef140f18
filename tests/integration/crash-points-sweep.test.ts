import { afterAll, beforeAll, expect, it } from "vitest";
import { sweep } from "#lib/search-engine/v2/index.ts";
import { CrashPoints, type Operation, type Scene } from "#tests/support/crash-points.ts";
import { claimOf } from "#tests/support/engine-probe.ts";

let points: CrashPoints;

beforeAll(async () => {
  points = await CrashPoints.start();
});
afterAll(() => points?.stop());

/** Work of every kind for one sweep: the account has three slots, all taken, and a fourth job waits. */
const OPERATION: Operation = {
  name: "sweep",
  async prepare(scene) {
    const begin = (name: string) =>
      scene.bench.begin(scene.account, { keywords: [`zzq${name}`], targetResults: 1 });
    await expireLease(scene, await begin("expired"), 1);
    await expireLease(scene, await begin("exhausted"), 5);
    await passDeadline(scene, await begin("late"));
    await begin("waiting");
    await leaveUntidy(scene);
    await dieWhileCalling(scene);
    await endPeriod(scene);
    // Longer ago than a sweep may be, and far less than the late job is late.
    await scene.bench.sql`update sweeper set swept_at = clock_timestamp() - interval '1 minute'`;
    return () => sweep(scene.engine);
  },
  again: ({ bench }) => sweep(bench.engine),
};

async function expireLease({ bench }: Scene, jobId: string, attempts: number): Promise<void> {
  await claimOf(bench, jobId);
  await bench.sql`
    update job_tasks set lease_until = clock_timestamp() - interval '1 second', attempts = ${attempts}
    where job_id = ${jobId}`;
}

/** It has found a creator, whose details will not come. */
async function passDeadline({ bench }: Scene, jobId: string): Promise<void> {
  await bench.work(await claimOf(bench, jobId));
  await bench.sql`
    update scraping_jobs set deadline_at = clock_timestamp() - interval '1 day' where id = ${jobId}`;
}

/** A cancel passes over a task that a claim holds locked just then. */
async function leaveUntidy({ bench }: Scene): Promise<void> {
  const account = await bench.makeAccount();
  const jobId = await bench.begin(account, { keywords: ["zzquntidy"], targetResults: 1 });
  await bench.sql.begin(async (claim) => {
    await claim`select 1 from job_tasks where job_id = ${jobId} for update`;
    await bench.cancel(account, jobId);
  });
  expect(await bench.job(jobId)).toMatchObject({ finishedAt: null, openTasks: 1 });
}

async function dieWhileCalling({ bench, account }: Scene): Promise<void> {
  await bench.sql`
    insert into api_call_logs (id, provider, action, account_id, timeout_ms, started_at)
    values (gen_random_uuid(), 'scrapecreators', 'search', ${account.accountId}, 1000,
      clock_timestamp() - interval '1 hour')`;
}

/** Of another account: nothing that this one pays with. */
async function endPeriod({ bench }: Scene): Promise<void> {
  const { accountId } = await bench.makeAccount("free");
  await bench.sql`
    with bucket as (
      insert into ledger_buckets (account_id, unit, period, expires_at, available)
      values (${accountId}, 'creators', 'over', clock_timestamp() - interval '1 second', 7) returning id)
    insert into ledger_entries (account_id, bucket_id, kind, available_delta, held_delta, idempotency_key)
    select ${accountId}, id, 'grant', 7, 0, 'grant:over' from bucket`;
}

it("a sweep that meets a fault at any statement leaves it to the next as if there had been none", {
  timeout: 900_000,
}, async () => {
  const swept = await points.sweepOver(OPERATION);
  console.log(swept.join("\n"));
  expect(swept.length).toBeGreaterThan(40);
});
