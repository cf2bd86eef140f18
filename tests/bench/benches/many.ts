import { type SignedIn, signedIn } from "../shared/accounts.ts";
import { beginBreakdown, breakdownOf } from "../shared/breakdown.ts";
import type { Bench } from "../shared/context.ts";
import { idealOf, type Search } from "../shared/ideal-schedule.ts";
import { jobPathOf } from "../shared/job-path.ts";
import { dispatch, type JobTimes, jobAt, untilCompleted } from "../shared/jobs.ts";
import { once } from "../shared/measure.ts";
import { PINNED, SWIFT, warmUp } from "../shared/search-run.ts";
import { median, percentile, rounded } from "../shared/stats.ts";
import { inWorld, type World } from "../shared/world.ts";
import { describeIdeal } from "./fanout.ts";

const ACCOUNTS = 20;
const JOBS = 100;
const SEARCH: Search = { keywordCount: 5, targetResults: 100 };

/** Many searches at once, by many. */
export const many: Bench = {
  about: "100 jobs of 100 creators by 20 accounts: makespan over the list schedule; p95 over median finish",
  async run({ isQuick, ...context }) {
    const provider = isQuick ? SWIFT : PINNED;
    const jobCount = isQuick ? ACCOUNTS : JOBS;
    const ideal = idealOf(new Array<Search>(jobCount).fill(SEARCH), provider);
    const options = { name: "many", sandbox: provider, parallelMax: provider.parallelMax };
    const { jobs, makespanMs, breakdown, waitedForMs } = await inWorld(
      { isQuick, ...context },
      options,
      async (world) => {
        await warmUp(world);
        const members = await signedIn(world, ACCOUNTS);
        await beginBreakdown(world);
        const jobs = await runAll(world, members, jobCount);
        const sentAtMs = Math.min(...jobs.map((job) => job.sentAtMs));
        const finishedAtMs = Math.max(...jobs.map((job) => job.finishedAtMs));
        const breakdown = await breakdownOf(world, { sentAtMs, finishedAtMs }, provider);
        const path = (share: number) => jobPathOf(world, jobAt(jobs, share), provider.parallelMax);
        const waitedForMs = { p95: await path(0.95), median: await path(0.5) };
        return { jobs, makespanMs: finishedAtMs - sentAtMs, breakdown, waitedForMs };
      },
    );
    const finishes = jobs.map((job) => job.wallMs);
    return [
      once({
        metric: "makespan over the list schedule",
        unit: "ratio",
        value: makespanMs / ideal.listScheduleMs,
        bar: { atMost: 1.2 },
        detail: {
          jobs: jobCount,
          makespanMs: Math.round(makespanMs),
          makespanOverBound: rounded(makespanMs / ideal.boundMs),
          ideal: describeIdeal(ideal, provider),
          breakdown,
        },
      }),
      once({
        metric: "finish of a job, p95 over median",
        unit: "ratio",
        value: percentile(finishes, 0.95) / median(finishes),
        bar: { atMost: 1.5 },
        detail: {
          waitedForMs,
          minMs: Math.round(Math.min(...finishes)),
          medianMs: Math.round(median(finishes)),
          p95Ms: Math.round(percentile(finishes, 0.95)),
          maxMs: Math.round(Math.max(...finishes)),
        },
      }),
    ];
  },
};

/** All are sent at once, each account's one after the other. */
async function runAll(world: World, members: readonly SignedIn[], jobCount: number): Promise<JobTimes[]> {
  const { keywordCount, targetResults } = SEARCH;
  const each = jobCount / members.length;
  const byMember = await Promise.all(
    members.map(async (member) => {
      const following: Promise<JobTimes>[] = [];
      for (let job = 0; job < each; job += 1) {
        const keywords = world.keywords.take(keywordCount);
        const sent = await dispatch(world, member, { keywords, targetResults });
        following.push(untilCompleted(world, member, sent));
      }
      return Promise.all(following);
    }),
  );
  return byMember.flat();
}
