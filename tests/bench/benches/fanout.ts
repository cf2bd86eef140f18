import { signedIn } from "../shared/accounts.ts";
import { beginBreakdown, breakdownOf } from "../shared/breakdown.ts";
import type { Bench, BenchContext } from "../shared/context.ts";
import { type Ideal, idealOf, type Provider, type Search } from "../shared/ideal-schedule.ts";
import type { JobTimes } from "../shared/jobs.ts";
import { type Bar, type Measure, repeated } from "../shared/measure.ts";
import { PINNED, runSearch, SWIFT, warmUp } from "../shared/search-run.ts";
import { median, rounded } from "../shared/stats.ts";
import { inWorld } from "../shared/world.ts";

const REPETITIONS = 5;
export const FANOUT_SEARCH: Search = { keywordCount: 20, targetResults: 1_000 };

interface Variant {
  name: string;
  provider: Provider;
  bar: Bar;
}

const VARIANTS: Variant[] = [
  { name: "fanout", provider: PINNED, bar: { atMost: 1.15 } },
  { name: "fanout-swift", provider: SWIFT, bar: { atMost: 1.6 } },
];

/** A wide search against the shortest time that its provider allows. */
export const fanout: Bench = {
  about: "20 keywords, 1,000 creators: wall time over the ideal schedule of the provider's calls",
  async run(context) {
    const measures: Measure[] = [];
    for (const variant of context.isQuick ? VARIANTS.slice(1) : VARIANTS) {
      measures.push(await runVariant(context, variant));
    }
    return measures;
  },
};

async function runVariant(context: BenchContext, { name, provider, bar }: Variant): Promise<Measure> {
  const ideal = idealOf([FANOUT_SEARCH], provider);
  const options = { name, sandbox: provider, parallelMax: provider.parallelMax };
  const { walls, breakdown } = await inWorld(context, options, async (world) => {
    await warmUp(world);
    const [member] = await signedIn(world, 1);
    if (!member) throw new Error("no member");
    await beginBreakdown(world);
    const runs: JobTimes[] = [];
    let breakdown: Record<string, unknown> = {};
    for (let repetition = 0; repetition < (context.isQuick ? 2 : REPETITIONS); repetition += 1) {
      await beginBreakdown(world);
      const times = await runSearch(world, member, FANOUT_SEARCH);
      runs.push(times);
      context.say(`${name}: ${Math.round(times.wallMs)} ms, ideal ${Math.round(ideal.boundMs)} ms`);
      breakdown = await breakdownOf(world, times, provider);
    }
    return { walls: runs.map((run) => run.wallMs), breakdown };
  });
  return repeated({
    metric: `wall time over the bound, ${provider.searchMs} ms / ${provider.profileMs} ms`,
    unit: "ratio",
    values: walls.map((wallMs) => wallMs / ideal.boundMs),
    bar,
    detail: {
      wallMs: Math.round(median(walls)),
      ideal: describeIdeal(ideal, provider),
      wallOverListSchedule: rounded(median(walls) / ideal.listScheduleMs),
      breakdownOfTheLast: breakdown,
    },
  });
}

export function describeIdeal(ideal: Ideal, { searchMs, profileMs, pageSize, parallelMax }: Provider) {
  return {
    ...ideal,
    how:
      `${ideal.searchCalls} searches of ${searchMs} ms (${pageSize} creators a page) and ${ideal.profileCalls} ` +
      `profiles of ${profileMs} ms, ${parallelMax} at once. boundMs = max(criticalPathMs: the pages of one keyword and ` +
      `a profile; callMs / ${parallelMax}). listScheduleMs: the same calls through ${parallelMax} places, a keyword's page ` +
      "after the page before it, profiles after their page, first come first served.",
  };
}
