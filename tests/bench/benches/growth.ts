import { fillHistory } from "#tests/support/history.ts";
import { type Cost, measureCosts } from "../growth/costs.ts";
import { comparePlans } from "../growth/plans.ts";
import type { Bench } from "../shared/context.ts";
import { type Bar, type Measure, repeated } from "../shared/measure.ts";
import { median, rounded } from "../shared/stats.ts";
import { inWorld } from "../shared/world.ts";

const CREATORS_PER_JOB = 100;
const FULL = { creators: [100_000, 1_000_000], repetitions: 5 } as const;
const QUICK = { creators: [5_000, 20_000], repetitions: 2 } as const;
const BUFFERS: Bar = { atMost: 1.3 };
const LATENCY: Bar = { atMost: 1.5 };

/** Whether a Shoal that has been used for long works and answers as one that is new. */
export const growth: Bench = {
  about:
    "buffers and time per creator saved and per poll, at 1M job_creators over 100k; plans of the hot paths",
  async run(context) {
    const { creators, repetitions } = context.isQuick ? QUICK : FULL;
    const options = {
      name: "growth",
      sandbox: { searchMs: 20, profileMs: 5, pageSize: 30 },
      parallelMax: 20,
      workerCount: 0,
      hasWeb: false,
      // No sweep falls into what is measured; the worker makes one as it begins, whose plans are looked at.
      environment: { SWEEP_INTERVAL_MS: "300000" },
    };
    return inWorld(context, options, async (world) => {
      const costs: Cost[][] = [];
      let jobsBefore = 0;
      for (const size of creators) {
        const jobs = size / CREATORS_PER_JOB;
        context.say(`growth: filling up to ${size} job_creators …`);
        await fillHistory(world.sql, { from: jobsBefore + 1, to: jobs, creatorsPerJob: CREATORS_PER_JOB });
        jobsBefore = jobs;
        costs.push(await measureCosts(world, repetitions));
      }
      const [small = [], large = []] = costs;
      const sizes = `${short(creators[1])} over ${short(creators[0])}`;
      return [...compare(small, large, sizes), await comparePlans(context, world, short(creators[1]))];
    });
  },
};

const COMPARED: { of: keyof Cost; metric: string; bar: Bar }[] = [
  { of: "buffersPerCreator", metric: "buffers per creator saved", bar: BUFFERS },
  { of: "buffersPerChangedPoll", metric: "buffers per poll of 50 changed rows", bar: BUFFERS },
  { of: "buffersPerUnchangedPoll", metric: "buffers per unchanged poll", bar: BUFFERS },
  { of: "databaseMsPerCreator", metric: "time of the database per creator saved", bar: LATENCY },
  { of: "changedPollMs", metric: "time of a poll of 50 changed rows, p50", bar: LATENCY },
  { of: "unchangedPollMs", metric: "time of an unchanged poll, p50", bar: LATENCY },
];

function compare(small: readonly Cost[], large: readonly Cost[], sizes: string): Measure[] {
  return COMPARED.map(({ of, metric, bar }) =>
    repeated({
      metric: `${metric}, ${sizes}`,
      unit: "ratio",
      values: large.map((cost, index) => cost[of] / (small[index]?.[of] ?? Number.NaN)),
      bar,
      detail: {
        small: rounded(median(small.map((cost) => cost[of]))),
        large: rounded(median(large.map((cost) => cost[of]))),
      },
    }),
  );
}

function short(count: number): string {
  return count >= 1_000_000 ? `${count / 1_000_000}M` : `${count / 1_000}k`;
}
