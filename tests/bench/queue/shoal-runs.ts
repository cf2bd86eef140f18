import { setTimeout as delay } from "node:timers/promises";
import { asUser } from "#lib/db/index.ts";
import { wakeWorkers } from "#lib/queue/index.ts";
import { type Dispatched, dispatchJob, getAdapter } from "#lib/search-engine/v2/index.ts";
import { type Member, makeMembers } from "../shared/accounts.ts";
import { beginBreakdown, busiestStatements } from "../shared/breakdown.ts";
import { now, PLATFORM } from "../shared/jobs.ts";
import type { World } from "../shared/world.ts";
import { type Drained, type DrainLooks, timeDrain, until } from "./drain-time.ts";
import { empty } from "./fill.ts";

const LOOKS: DrainLooks = {
  begunStatement: `select exists (select 1 from job_tasks where state <> 'pending') as "is"`,
  openStatement: `select exists (select 1 from job_tasks where state = 'running')
    or exists (select 1 from job_tasks where state = 'pending' and next_at < statement_timestamp()) as "is"`,
};

export interface ShoalDrained extends Drained {
  breakdown: Record<string, unknown>;
}

/** Fills the queue with `count` tasks that are due, then works them off in a worker process that begins afterwards. */
export async function drainShoal(
  world: World,
  { fill, count, concurrency }: { fill: () => Promise<void>; count: number; concurrency: number },
): Promise<ShoalDrained> {
  await empty(world.sql);
  await fill();
  await beginBreakdown(world);
  try {
    const [drained] = await Promise.all([timeDrain(world.sql, count, LOOKS), world.startWorker(concurrency)]);
    const [done] = await world.sql<{ count: number }[]>`
      select count(*)::int as count from job_tasks where state = 'done'`;
    if (done?.count !== count) throw new Error(`${done?.count} of ${count} tasks were done`);
    return { ...drained, breakdown: await busiestStatements(world, drained.tookMs) };
  } finally {
    await world.stopWorkers();
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
    await until(world.sql, LOOKS.openStatement, false);
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
