import { setTimeout as delay } from "node:timers/promises";
import type { Drained } from "../queue/drain-time.ts";
import { fillHotJob, fillNoOps } from "../queue/fill.ts";
import { drainPeer, enqueuePeer, idleLatenciesOfPeer } from "../queue/peer-runs.ts";
import type { PeerName } from "../queue/peers.ts";
import { drainShoal, enqueueShoal, idleLatenciesOfShoal, type ShoalDrained } from "../queue/shoal-runs.ts";
import type { Bench, BenchContext } from "../shared/context.ts";
import { type Measure, once, repeated } from "../shared/measure.ts";
import { median, percentile, rounded } from "../shared/stats.ts";
import { inWorld, type World } from "../shared/world.ts";

const PEER_NAMES: PeerName[] = ["graphile-worker", "pg-boss"];
const CONCURRENCIES = [10, 50];
/** No call is made here, and no limit on calls is to be felt. */
const PARALLEL_MAX = 1_000;

interface Sizes {
  repetitions: number;
  tasks: number;
  hotBatches: number;
  idleSamples: number;
  enqueued: number;
}

const FULL: Sizes = { repetitions: 5, tasks: 5_000, hotBatches: 1_000, idleSamples: 60, enqueued: 2_000 };
const QUICK: Sizes = { repetitions: 2, tasks: 500, hotBatches: 100, idleSamples: 10, enqueued: 200 };

/** Shoal's own queue, the task rows, beside queues that are made to be one. */
export const queue: Bench = {
  about: "no-op tasks a second over graphile-worker, pg-boss beside; settles of one hot job; idle latency",
  async run(context) {
    const sizes = context.isQuick ? QUICK : FULL;
    const options = {
      name: "queue",
      sandbox: { searchMs: 0, profileMs: 0, pageSize: 30 },
      parallelMax: PARALLEL_MAX,
      workerCount: 0,
      hasWeb: false,
    };
    return inWorld(context, options, async (world) => {
      const measures: Measure[] = [];
      for (const concurrency of CONCURRENCIES) {
        measures.push(...(await compareDrains(context, world, { sizes, concurrency })));
      }
      measures.push(await settleHotJob(context, world, sizes));
      measures.push(...(await compareIdle(world, sizes)));
      measures.push(...(await compareEnqueues(world, sizes)));
      return measures;
    });
  },
};

type Drains = Record<PeerName, Drained[]> & Record<"open" | "last", ShoalDrained[]>;

const HOW =
  "tasks over the time from the look that finds the first begun to the one that finds none left, every 10 ms from " +
  "another process; each queue filled and analysed before its worker begins; as many connections for each";

/** Peers and Shoal take turns, so that each sees the same machine. */
async function compareDrains(
  { say }: BenchContext,
  world: World,
  { sizes, concurrency }: { sizes: Sizes; concurrency: number },
): Promise<Measure[]> {
  const drains: Drains = { open: [], last: [], "graphile-worker": [], "pg-boss": [] };
  const count = sizes.tasks;
  for (let repetition = 0; repetition < sizes.repetitions; repetition += 1) {
    for (const peer of PEER_NAMES) drains[peer].push(await drainPeer(peer, world, { count, concurrency }));
    for (const kind of ["open", "last"] as const) {
      const fill = () => fillNoOps(world.sql, count, kind === "last");
      drains[kind].push(await drainShoal(world, { fill, count, concurrency }));
    }
    const shown = (["open", ...PEER_NAMES] as const).map((kind) => drains[kind].at(-1)?.perSecond ?? 0);
    say(`queue, ${concurrency} at once: ${shown.map(Math.round).join(" / ")} a second`);
  }
  return toMeasures(drains, { count, concurrency });
}

function toMeasures(
  drains: Drains,
  { count, concurrency }: { count: number; concurrency: number },
): Measure[] {
  const at = `at ${concurrency} at once`;
  const perSecond = (kind: keyof Drains) => rounded(median(drains[kind].map((drain) => drain.perSecond)));
  const overGraphile = (kind: keyof Drains) =>
    drains[kind].map(
      (drain, index) => drain.perSecond / (drains["graphile-worker"][index]?.perSecond ?? Number.NaN),
    );
  const connections = (kind: keyof Drains) => Math.max(...drains[kind].map((drain) => drain.connections));
  const detail = {
    how: HOW,
    tasks: count,
    connections: {
      shoal: connections("open"),
      graphile: connections("graphile-worker"),
      pgBoss: connections("pg-boss"),
    },
    shoalPerSecond: perSecond("open"),
    shoalWithTheEndOfEachJobPerSecond: perSecond("last"),
    graphilePerSecond: perSecond("graphile-worker"),
    pgBossInBatchesOf100PerSecond: perSecond("pg-boss"),
    breakdownOfTheLast: drains.open.at(-1)?.breakdown,
  };
  return [
    repeated({
      metric: `claims and settles over graphile-worker, ${at}`,
      unit: "ratio",
      values: overGraphile("open"),
      bar: { atLeast: 1 },
      detail,
    }),
    repeated({
      metric: `the same with the end of each job, ${at}`,
      unit: "ratio",
      values: overGraphile("last"),
      bar: null,
      detail: { breakdownOfTheLast: drains.last.at(-1)?.breakdown },
    }),
  ];
}

async function settleHotJob({ say }: BenchContext, world: World, sizes: Sizes): Promise<Measure> {
  const drains: ShoalDrained[] = [];
  for (let repetition = 0; repetition < sizes.repetitions; repetition += 1) {
    const fill = () => fillHotJob(world.sql, sizes.hotBatches);
    drains.push(await drainShoal(world, { fill, count: sizes.hotBatches, concurrency: 20 }));
    say(`queue, one hot job: ${Math.round(drains.at(-1)?.perSecond ?? 0)} batches a second`);
  }
  return repeated({
    metric: "settles of 10 creators under one hot job, 20 at once",
    unit: "a second",
    values: drains.map(({ perSecond }) => perSecond),
    bar: { atLeast: 200 },
    detail: {
      how: "claim, look into the cache, settle: batches whose creators another job has completed meanwhile",
      batches: sizes.hotBatches,
      breakdownOfTheLast: drains.at(-1)?.breakdown,
    },
  });
}

async function compareIdle(world: World, sizes: Sizes): Promise<Measure[]> {
  const load = { count: sizes.idleSamples, pause: () => delay(50 + 100 * Math.random()) };
  const shoal = await idleLatenciesOfShoal(world, load);
  const graphile = await idleLatenciesOfPeer("graphile-worker", world.databaseUrl, load);
  const boss = await idleLatenciesOfPeer("pg-boss", world.databaseUrl, load);
  return [0.5, 0.99].map((share) =>
    once({
      metric: `idle, from enqueue to start, p${share * 100}`,
      unit: "ms",
      value: percentile(shoal, share),
      bar: null,
      detail: {
        how: "Shoal: from the call of a dispatch (its transaction, the start of its job, the wake) to the claim",
        samples: load.count,
        graphileMs: rounded(percentile(graphile, share)),
        pgBossMs: rounded(percentile(boss, share)),
      },
    }),
  );
}

async function compareEnqueues(world: World, sizes: Sizes): Promise<Measure[]> {
  const batches = { single: { keywords: 1, batch: 1 }, batch: { keywords: 50, batch: 1_000 } };
  const measures: Measure[] = [];
  for (const [name, { keywords, batch }] of Object.entries(batches)) {
    const count = name === "single" ? sizes.enqueued / 2 : sizes.enqueued;
    const shoal = await enqueueShoal(world, { count, keywords });
    const load = { count, batch: Math.min(batch, count) };
    const graphile = await enqueuePeer("graphile-worker", world.databaseUrl, load);
    const boss = await enqueuePeer("pg-boss", world.databaseUrl, load);
    measures.push(
      once({
        metric: `enqueue, ${name}`,
        unit: "tasks/s",
        value: shoal,
        bar: null,
        detail: {
          how: `Shoal: dispatches of ${keywords} keywords, a job and a hold each, one after the other; the others ${load.batch} at a time`,
          graphilePerSecond: rounded(graphile),
          pgBossPerSecond: rounded(boss),
        },
      }),
    );
  }
  return measures;
}
