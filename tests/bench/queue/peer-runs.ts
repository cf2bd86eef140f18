import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startProcess, type TestProcess } from "#tests/support/processes.ts";
import { now } from "../shared/jobs.ts";
import type { World } from "../shared/world.ts";
import { type Drained, timeDrain } from "./drain-time.ts";
import type { PeerNews, PeerOrder } from "./peer-process.ts";
import { PEERS, type PeerName } from "./peers.ts";

const SCRIPT = fileURLToPath(new URL("./peer-process.ts", import.meta.url));
const ENQUEUE_BATCH = 1_000;
/** Tasks at once where latencies and enqueues are measured. */
const CONCURRENCY = 10;

/** Queues `count` tasks, then works them off in a process that begins afterwards. */
export async function drainPeer(
  peer: PeerName,
  { sql, databaseUrl }: World,
  { count, concurrency }: { count: number; concurrency: number },
): Promise<Drained> {
  const queue = await PEERS[peer].start(databaseUrl, concurrency);
  await sql.unsafe(PEERS[peer].emptyStatement);
  for (let queued = 0; queued < count; queued += ENQUEUE_BATCH) {
    await queue.enqueue(Math.min(ENQUEUE_BATCH, count - queued));
  }
  await queue.stop();
  await sql`analyze`;
  const worker = order({ peer, databaseUrl, concurrency, tellsOfTasks: false });
  try {
    return await Promise.race([timeDrain(sql, count, PEERS[peer]), untilEnded(worker)]);
  } finally {
    await end(worker);
  }
}

/** Tasks a second that are queued, `batch` at a time. */
export async function enqueuePeer(
  peer: PeerName,
  databaseUrl: string,
  load: { count: number; batch: number },
): Promise<number> {
  const queue = await PEERS[peer].start(databaseUrl, CONCURRENCY);
  const startedAt = performance.now();
  for (let queued = 0; queued < load.count; queued += load.batch) await queue.enqueue(load.batch);
  const perSecond = (load.count * 1_000) / (performance.now() - startedAt);
  await queue.stop();
  return perSecond;
}

/** Milliseconds from the call that queues a task to its start, in a worker that has nothing else to do. */
export async function idleLatenciesOfPeer(
  peer: PeerName,
  databaseUrl: string,
  load: { count: number; pause: () => Promise<void> },
): Promise<number[]> {
  const queue = await PEERS[peer].start(databaseUrl, CONCURRENCY);
  const worker = order({ peer, databaseUrl, concurrency: CONCURRENCY, tellsOfTasks: true });
  try {
    await newsOf(worker, "ready");
    const latencies: number[] = [];
    for (let sample = 0; sample < load.count; sample += 1) {
      await load.pause();
      const started = newsOf(worker, "started");
      const calledAtMs = now();
      await queue.enqueue(1);
      latencies.push((await started).atMs - calledAtMs);
    }
    return latencies;
  } finally {
    await end(worker);
    await queue.stop();
  }
}

function order(wanted: PeerOrder): TestProcess {
  const worker = startProcess(SCRIPT, {});
  worker.child.send(wanted);
  return worker;
}

async function newsOf<T extends PeerNews["type"]>(
  worker: TestProcess,
  type: T,
): Promise<Extract<PeerNews, { type: T }>> {
  for (;;) {
    const [news]: [PeerNews] | unknown[] = await Promise.race([
      once(worker.child, "message"),
      untilEnded(worker),
    ]);
    if (isNews(news, type)) return news;
  }
}

/** @throws Error when it ends */
async function untilEnded(worker: TestProcess): Promise<never> {
  const end = await worker.ended;
  throw new Error(`the peer ended: ${JSON.stringify(end)}`);
}

function isNews<T extends PeerNews["type"]>(news: unknown, type: T): news is Extract<PeerNews, { type: T }> {
  return typeof news === "object" && news !== null && "type" in news && news.type === type;
}

async function end(worker: TestProcess): Promise<void> {
  worker.child.kill("SIGTERM");
  await worker.ended;
}
