import { type SignedIn, signedIn } from "../shared/accounts.ts";
import type { Bench } from "../shared/context.ts";
import type { Search } from "../shared/ideal-schedule.ts";
import { jobPathOf } from "../shared/job-path.ts";
import { cancel, dispatch, type JobTimes, jobAt } from "../shared/jobs.ts";
import { once } from "../shared/measure.ts";
import { PINNED, runSearch, SWIFT, warmUp } from "../shared/search-run.ts";
import { median, rounded } from "../shared/stats.ts";
import { inWorld, type World } from "../shared/world.ts";

const HUGE: Search = { keywordCount: 50, targetResults: 5_000 };
const SMALL: Search = { keywordCount: 2, targetResults: 20 };
const SMALL_JOBS = 10;
const ALONE_REPETITIONS = 5;

/** Small searches behind a huge one. */
export const fair: Bench = {
  about: "one job of 5,000 creators and 10 of 20 behind it: time of a small one over its time alone",
  async run({ isQuick, ...context }) {
    const provider = isQuick ? SWIFT : PINNED;
    const options = { name: "fair", sandbox: provider, parallelMax: provider.parallelMax };
    return inWorld({ isQuick, ...context }, options, async (world) => {
      await warmUp(world);
      const [huge, ...others] = await signedIn(world, SMALL_JOBS);
      if (!huge) throw new Error("no member");
      const alone: JobTimes[] = [];
      for (let repetition = 0; repetition < ALONE_REPETITIONS; repetition += 1) {
        alone.push(await runSearch(world, huge, SMALL));
      }
      const aloneMs = median(alone.map(({ wallMs }) => wallMs));
      const small = await runBehind(world, { huge, others });
      const walls = small.map(({ wallMs }) => wallMs);
      const path = (jobs: JobTimes[], share: number) =>
        jobPathOf(world, jobAt(jobs, share), provider.parallelMax);
      const waitedForMs = {
        slowest: await path(small, 1),
        median: await path(small, 0.5),
        alone: await path(alone, 0.5),
      };
      const measure = (metric: string, value: number, bar: { atMost: number } | null) =>
        once({
          metric,
          unit: "ratio",
          value: value / aloneMs,
          bar,
          detail: {
            waitedForMs,
            aloneMs: alone.map(({ wallMs }) => Math.round(wallMs)),
            smallMs: walls.map(Math.round),
            ofTheSameAccountMs: small.flatMap((one) =>
              one.isOfTheSameAccount ? Math.round(one.wallMs) : [],
            ),
            oneSearchInFlight: rounded(provider.searchMs / aloneMs),
          },
        });
      return [
        measure("slowest small job over alone", Math.max(...walls), { atMost: 2 }),
        measure("small job over alone, median", median(walls), null),
        once({
          metric: "small jobs that ended while the huge one was open: those behind it",
          unit: "",
          value: small.filter((one) => one.isBehind).length,
          bar: { atLeast: SMALL_JOBS },
          detail: { how: "one that ended later had nothing to wait for, and says nothing of fairness" },
        }),
      ];
    });
  },
};

/** In the order in which they ran. */
interface Small extends JobTimes {
  isOfTheSameAccount: boolean;
  /** The huge job was still open when it ended. */
  isBehind: boolean;
}

/**
 * One after the other while the huge job runs. The first begins while its first pages are under way, when all
 * places are taken by the longest calls; one of the same account is in the midst.
 */
async function runBehind(
  world: World,
  { huge, others }: { huge: SignedIn; others: readonly SignedIn[] },
): Promise<Small[]> {
  const keywords = world.keywords.take(HUGE.keywordCount);
  const { jobId } = await dispatch(world, huge, { keywords, targetResults: HUGE.targetResults });
  await untilEnriching(world, jobId);
  const small: Small[] = [];
  const middle = Math.floor(others.length / 2);
  for (const member of [...others.slice(0, middle), huge, ...others.slice(middle)]) {
    const times = await runSearch(world, member, SMALL);
    const isBehind = await isOpen(world, jobId);
    small.push({ ...times, isOfTheSameAccount: member === huge, isBehind });
  }
  if (await isOpen(world, jobId)) await cancel(world, huge, jobId);
  return small;
}

async function isOpen(world: World, jobId: string): Promise<boolean> {
  const [job] = await world.sql`select 1 from scraping_jobs where id = ${jobId} and finished_at is null`;
  return job !== undefined;
}

/** Its first pages are there: from now on all places are in use. */
async function untilEnriching(world: World, jobId: string): Promise<void> {
  for (;;) {
    const [row] = await world.sql`
      select 1 from job_tasks where job_id = ${jobId} and kind = 'enrich' and state = 'running' limit 1`;
    if (row) return;
  }
}
