import type { Child } from "#scripts/start/child.ts";
import { type SignedIn, signedIn } from "../shared/accounts.ts";
import type { Bench } from "../shared/context.ts";
import type { Search } from "../shared/ideal-schedule.ts";
import { type Measure, once } from "../shared/measure.ts";
import { residentSetBytes } from "../shared/resident-set.ts";
import { runSearch, SWIFT, warmUp } from "../shared/search-run.ts";
import { median, rounded, slope } from "../shared/stats.ts";
import { inWorld, type World } from "../shared/world.ts";

const JOBS = 200;
/** Until then caches fill and code is compiled. */
const SETTLING_JOBS = 50;
const SEARCH: Search = { keywordCount: 4, targetResults: 60 };
const AT_ONCE = 4;
/** Flat: over the jobs after the first, the straight line through the samples climbs less than this. */
const CLIMB_MAX = 0.05;
const MIB = 1_024 * 1_024;

/** Whether web server or worker keep something of every job. */
export const memory: Bench = {
  about: "resident set of web and worker over 200 jobs: how far it climbs after the first 50",
  async run({ isQuick, ...context }) {
    const jobCount = isQuick ? 24 : JOBS;
    const settling = isQuick ? 8 : SETTLING_JOBS;
    const options = { name: "memory", sandbox: SWIFT, parallelMax: SWIFT.parallelMax };
    const samples = await inWorld({ isQuick, ...context }, options, async (world) => {
      await warmUp(world);
      return sampleOver(world, await signedIn(world, AT_ONCE), jobCount);
    });
    return (["web", "worker"] as const).map((part): Measure => {
      const sizes = samples[part].slice(settling);
      const level = median(sizes);
      const climb = climbOf(sizes);
      return once({
        metric: `climb of the ${part} over jobs ${settling} to ${jobCount}, of its level`,
        unit: "ratio",
        value: climb / level,
        bar: { below: CLIMB_MAX },
        detail: {
          how: "slope of the least-squares line over a sample a job, times the jobs, over the median",
          levelMiB: rounded(level / MIB),
          climbMiB: rounded(climb / MIB),
          climbOverItsSecondHalf: rounded(climbOf(sizes.slice(sizes.length / 2)) / level),
          kibAJob: rounded(slope(sizes) / 1_024),
          everyTenthMiB: samples[part]
            .filter((_, index) => index % 10 === 9)
            .map((size) => Math.round(size / MIB)),
        },
      });
    });
  },
};

function climbOf(sizes: readonly number[]): number {
  return slope(sizes) * sizes.length;
}

interface Samples {
  web: number[];
  worker: number[];
}

/** Runs jobs, a few at a time; after the end of each both processes are measured. */
async function sampleOver(world: World, members: readonly SignedIn[], jobCount: number): Promise<Samples> {
  const samples: Samples = { web: [], worker: [] };
  let left = jobCount;
  await Promise.all(
    members.map(async (member) => {
      while (left > 0) {
        left -= 1;
        await runSearch(world, member, SEARCH);
        samples.web.push(sizeOf(world.web));
        samples.worker.push(sizeOf(world.workers[0]));
      }
    }),
  );
  return samples;
}

function sizeOf(child: Child | null | undefined): number {
  if (child?.pid === undefined) throw new Error("the process is gone");
  return residentSetBytes(child.pid);
}
