import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { PgBoss } from "pg-boss";
import { workerPoolMax } from "#lib/queue/postgres.ts";
import type { DrainLooks } from "./drain-time.ts";

/** The queues that Shoal's own is compared with, each behind the same few functions. */
interface PeerKind extends DrainLooks {
  /**
   * @param concurrency tasks at once: with as many, Shoal's worker opens `workerPoolMax(concurrency)` connections and
   * one that listens, and so does this
   */
  start(databaseUrl: string, concurrency: number): Promise<Peer>;
  /** Leaves no task behind, whatever became of it. */
  emptyStatement: string;
}

interface Peer {
  enqueue(count: number): Promise<void>;
  /** Begins to work on what is queued; a task does nothing but call `onTask`. */
  work(onTask: () => void): Promise<void>;
  stop(): Promise<void>;
}

const NAME = "no-op";
/** Polling takes only one job a poll where batches are of one: this is what makes it quick. */
const BOSS_BATCH = 100;
const SILENT = new Logger(() => () => {});

export type PeerName = "graphile-worker" | "pg-boss";

export const PEERS: Record<PeerName, PeerKind> = {
  "graphile-worker": {
    start: startGraphile,
    emptyStatement: "truncate graphile_worker._private_jobs",
    begunStatement: `select exists (select 1 from graphile_worker._private_jobs where locked_at is not null) as "is"`,
    openStatement: `select exists (select 1 from graphile_worker._private_jobs) as "is"`,
  },
  "pg-boss": {
    start: startBoss,
    emptyStatement: "truncate pgboss.job",
    begunStatement: `select exists (select 1 from pgboss.job where name = '${NAME}' and state >= 'active') as "is"`,
    openStatement: `select exists (select 1 from pgboss.job where name = '${NAME}' and state < 'completed') as "is"`,
  },
};

/** As installed, but for the size of its pool, of which it takes one connection to listen; its log is off. */
async function startGraphile(connectionString: string, concurrency: number): Promise<Peer> {
  const utils = await makeWorkerUtils({ connectionString, logger: SILENT });
  await utils.migrate();
  let runner: Awaited<ReturnType<typeof run>> | undefined;
  return {
    async enqueue(count) {
      if (count === 1) await utils.addJob(NAME, {});
      else await utils.addJobs(Array.from({ length: count }, () => ({ identifier: NAME, payload: {} })));
    },
    async work(onTask) {
      const maxPoolSize = workerPoolMax(concurrency) + 1;
      const taskList = { [NAME]: async () => onTask() };
      const options = { connectionString, concurrency, maxPoolSize, noHandleSignals: true, logger: SILENT };
      runner = await run({ ...options, taskList });
      // Nothing is queued from here.
      await utils.release();
    },
    async stop() {
      if (runner) await runner.stop();
      else await utils.release();
    },
  };
}

/** In batches, and woken by notifications, for which it opens one more connection. */
async function startBoss(connectionString: string, concurrency: number): Promise<Peer> {
  const boss = new PgBoss({ connectionString, useListenNotify: true, max: workerPoolMax(concurrency) });
  boss.on("error", (error) => console.error(error));
  await boss.start();
  await boss.createQueue(NAME, { notify: true });
  return {
    async enqueue(count) {
      if (count === 1) await boss.send(NAME, {});
      else
        await boss.insert(
          NAME,
          Array.from({ length: count }, () => ({ data: {} })),
        );
    },
    async work(onTask) {
      const options = { batchSize: BOSS_BATCH, localConcurrency: concurrency, burstWhenBatchFull: true };
      await boss.work(NAME, options, async (jobs) => {
        for (const _ of jobs) onTask();
      });
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
