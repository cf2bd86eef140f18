import { setTimeout as delay } from "node:timers/promises";
import { asUser } from "#lib/db/index.ts";
import { wakeWorkers } from "#lib/queue/index.ts";
import { type Dispatched, dispatchJob, getAdapter } from "#lib/search-engine/v2/index.ts";
import { type Member, makeMembers } from "../shared/accounts.ts";
import { beginBreakdown, busiestStatements } from "../shared/breakdown.ts";
import { now, PLATFORM } from "../shared/jobs.ts";
import type { World } from "../shared/world.ts";
import { empty } from "./fill.ts";

const POLL_MS = 100;

export interface Drained {
  perSecond: number;
  breakdown: Record<string, unknown>;
}

/** Fills the queue, then works it off in a worker process that begins afterwards. */
export async function drainShoal(
  world: World,
  load: { fill: () => Promise<void>; concurrency: number },
): Promise<Drained> {
  await empty(world.sql);
  await load.fill();
  await beginBreakdown(world);
  await world.startWorker(load.concurrency);
  try {
    await untilDrained(world);
    const [done] = await world.sql<{ count: number; tookMs: number }[]>`
      select count(*)::int as count,
        (extract(epoch from max(finished_at) - min(started_at)) * 1000)::float8 as took_ms
      from job_tasks where state = 'done'`;
    if (!done) throw new Error("nothing was done");
    const breakdown = await busiestStatements(world, done.tookMs);
    return { perSecond: (done.count * 1_000) / done.tookMs, breakdown };
  } finally {
    await world.stopWorkers();
  }
}

async function untilDrained(world: World): Promise<void> {
  for (;;) {
    const [open] = await world.sql`
      select 1 from job_tasks where state = 'running'
      union all (select 1 from job_tasks where state = 'pending' and next_at < clock_timestamp() limit 1)
      limit 1`;
    if (!open) return;
    await delay(POLL_MS);
  }
}

/** Tasks a second that dispatches make, `keywords` tasks each; each is a job with its hold, too. */
export async function enqueueShoal(world: World, load: { count: number; keywords: number }): Promise<number> {
  await empty(world.sql);
  const [member] = await makeMembers(world, 1);
  if (!member) throw new Error("no member");
  const startedAt = performance.now();
  for (let made = 0; made < load.count; made += load.keywords) await make(world, member, load.keywords);
  return (load.count * 1_000) / (performance.now() - startedAt);
}

/** Milliseconds from the call that makes a job to the claim of its task, in a worker that has nothing else to do. */
export async function idleLatenciesOfShoal(
  world: World,
  load: { count: number; pause: () => Promise<void> },
): Promise<number[]> {
  await empty(world.sql);
  const [member] = await makeMembers(world, 1);
  if (!member) throw new Error("no member");
  await world.startWorker(10);
  const latencies: number[] = [];
  for (let sample = 0; sample < load.count; sample += 1) {
    await load.pause();
    const calledAtMs = now();
    const { answer, wake } = await make(world, member, 1);
    await wakeWorkers(world.sql, wake);
    latencies.push((await startOf(world, answer.jobId)) - calledAtMs);
    await untilDrained(world);
  }
  await world.stopWorkers();
  return latencies;
}

function make(world: World, member: Member, keywordCount: number): Promise<Dispatched> {
  const body = {
    platform: PLATFORM,
    keywords: world.keywords.take(keywordCount),
    targetResults: 1,
    expand: false,
  };
  return asUser(world.sql, member.accountId, (transaction) =>
    dispatchJob(transaction, getAdapter(PLATFORM), { ...member, body, idempotencyKey: null }),
  );
}

/** Unix milliseconds. */
async function startOf(world: World, jobId: string): Promise<number> {
  for (;;) {
    const [task] = await world.sql<{ atMs: number }[]>`
      select (extract(epoch from started_at) * 1000)::float8 as at_ms from job_tasks
      where job_id = ${jobId} and started_at is not null`;
    if (task) return task.atMs;
    await delay(5);
  }
}
