import path from "node:path";
import type { Child } from "#scripts/start/child.ts";
import { type MemoryUse, memoryUseOf, usageReporter } from "../memory/memory-use.ts";
import { type SignedIn, signedIn } from "../shared/accounts.ts";
import type { Bench } from "../shared/context.ts";
import type { Search } from "../shared/ideal-schedule.ts";
import { type Measure, once } from "../shared/measure.ts";
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
/** In the report every so manieth sample is told. */
const TOLD_EVERY = 10;
const MIB = 1_024 * 1_024;

/** Whether web server or worker keep something of every job. */
export const memory: Bench = {
  about: "resident set of web and worker over 200 jobs: how far it climbs after the first 50",
  async run({ isQuick, ...context }) {
    const jobCount = isQuick ? 24 : JOBS;
    const settling = isQuick ? 8 : SETTLING_JOBS;
    const folder = path.join(context.logs, "memory-use");
    const options = {
      name: "memory",
      sandbox: SWIFT,
      parallelMax: SWIFT.parallelMax,
      environment: usageReporter(folder),
    };
    const samples = await inWorld({ isQuick, ...context }, options, async (world) => {
      await warmUp(world);
      return sampleOver(world, { members: await signedIn(world, AT_ONCE), jobCount, folder });
    });
    return (["web", "worker"] as const).map((part) => toMeasure(part, samples[part], { settling, jobCount }));
  },
};

function toMeasure(
  part: string,
  samples: readonly MemoryUse[],
  { settling, jobCount }: { settling: number; jobCount: number },
): Measure {
  const settled = samples.slice(settling);
  const sizes = settled.map(({ rss }) => rss);
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
      // What climbed: objects, what V8 holds ready for them, buffers, or the rest (code, stacks, the allocator).
      climbMiBOf: ofEachPart(settled, (bytes) => rounded(climbOf(bytes) / MIB)),
      medianMiBOf: ofEachPart(settled, (bytes) => rounded(median(bytes) / MIB)),
      everyTenthMiB: ofEachPart(samples, (bytes) =>
        bytes
          .filter((_, index) => index % TOLD_EVERY === TOLD_EVERY - 1)
          .map((size) => Math.round(size / MIB)),
      ),
    },
  });
}

/** The resident set, its parts (what V8 has taken need not all be resident), and of the first what is kept. */
const PARTS: Record<string, (use: MemoryUse) => number> = {
  rss: ({ rss }) => rss,
  heapUsed: ({ heapUsed }) => heapUsed,
  heapTotalBesides: ({ heapTotal, heapUsed }) => heapTotal - heapUsed,
  external: ({ external }) => external,
  rest: ({ rss, heapTotal, external }) => rss - heapTotal - external,
  heapKept: ({ heapKept }) => heapKept,
};

function ofEachPart<T>(samples: readonly MemoryUse[], figure: (bytes: number[]) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(PARTS).map(([part, read]) => [part, figure(samples.map((use) => read(use)))]),
  );
}

function climbOf(sizes: readonly number[]): number {
  return slope(sizes) * sizes.length;
}

interface Samples {
  web: MemoryUse[];
  worker: MemoryUse[];
}

/** Runs jobs, a few at a time; after the end of each both processes are measured. */
async function sampleOver(
  world: World,
  { members, jobCount, folder }: { members: readonly SignedIn[]; jobCount: number; folder: string },
): Promise<Samples> {
  const samples: Samples = { web: [], worker: [] };
  let left = jobCount;
  await Promise.all(
    members.map(async (member) => {
      while (left > 0) {
        left -= 1;
        await runSearch(world, member, SEARCH);
        samples.web.push(measure(world.web, folder));
        samples.worker.push(measure(world.workers[0], folder));
      }
    }),
  );
  return samples;
}

function measure(child: Child | null | undefined, folder: string): MemoryUse {
  if (child?.pid === undefined) throw new Error("the process is gone");
  return memoryUseOf(child.pid, folder);
}
