import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { PgBoss } from "pg-boss";

/** The queues that Shoal's own is compared with, each behind the same few functions. */
export interface Peer {
  enqueue(count: number): Promise<void>;
  /** Begins to work on what is queued, `concurrency` at once; a task does nothing but call `onTask`. */
  work(concurrency: number, onTask: () => void): Promise<void>;
  /** Counts the jobs that are not done, those under way included, as `count`. */
  leftStatement: string;
  stop(): Promise<void>;
}

const NAME = "no-op";
/** Polling takes only one job a poll where batches are of one: this is what makes it quick. */
const BOSS_BATCH = 100;
const SILENT = new Logger(() => () => {});

export const PEERS = {
  "graphile-worker": startGraphile,
  "pg-boss": startBoss,
} satisfies Record<string, (databaseUrl: string) => Promise<Peer>>;

export type PeerName = keyof typeof PEERS;

/** As installed: nothing is set but what has to be, and its log is off. */
async function startGraphile(connectionString: string): Promise<Peer> {
  const utils = await makeWorkerUtils({ connectionString, logger: SILENT });
  await utils.migrate();
  let runner: Awaited<ReturnType<typeof run>> | undefined;
  return {
    async enqueue(count) {
      if (count === 1) await utils.addJob(NAME, {});
      else await utils.addJobs(Array.from({ length: count }, () => ({ identifier: NAME, payload: {} })));
    },
    async work(concurrency, onTask) {
      const taskList = { [NAME]: async () => onTask() };
      runner = await run({ connectionString, concurrency, taskList, noHandleSignals: true, logger: SILENT });
    },
    leftStatement: "select count(*)::int as count from graphile_worker.jobs",
    async stop() {
      await runner?.stop();
      await utils.release();
    },
  };
}

/** In batches, and woken by notifications. */
async function startBoss(connectionString: string): Promise<Peer> {
  const boss = new PgBoss({ connectionString, useListenNotify: true });
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
    async work(concurrency, onTask) {
      const options = { batchSize: BOSS_BATCH, localConcurrency: concurrency, burstWhenBatchFull: true };
      await boss.work(NAME, options, async (jobs) => {
        for (const _ of jobs) onTask();
      });
    },
    leftStatement: "select count(*)::int as count from pgboss.job where state < 'completed'",
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
