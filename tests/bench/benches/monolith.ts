import type { ProviderGet } from "#lib/search-engine/v2/adapters/interface.ts";
import type { SearchPage } from "#lib/search-engine/v2/core/types.ts";
import { getAdapter } from "#lib/search-engine/v2/index.ts";
import { signedIn } from "../shared/accounts.ts";
import { beginBreakdown, breakdownOf } from "../shared/breakdown.ts";
import type { Bench } from "../shared/context.ts";
import { idealOf, type Provider, pagesOf, type Search } from "../shared/ideal-schedule.ts";
import { jobPathOf } from "../shared/job-path.ts";
import { PLATFORM } from "../shared/jobs.ts";
import { once } from "../shared/measure.ts";
import { PINNED, runSearch, SWIFT, warmUp } from "../shared/search-run.ts";
import { rounded } from "../shared/stats.ts";
import { inWorld, type World } from "../shared/world.ts";
import { FANOUT_SEARCH } from "./fanout.ts";

/** Of as many calls at once as there are, so much is to be gained. */
const SHARE_MIN = 0.85;

/** The same search without Shoal: one call after the other. */
export const monolith: Bench = {
  about: "the search of fanout as one loop of calls, one after the other, over fanout",
  async run({ isQuick, ...context }) {
    const provider = isQuick ? SWIFT : PINNED;
    const search = isQuick ? { keywordCount: 5, targetResults: 150 } : FANOUT_SEARCH;
    const options = { name: "monolith", sandbox: provider, parallelMax: provider.parallelMax };
    return inWorld({ isQuick, ...context }, options, async (world) => {
      await warmUp(world);
      const [member] = await signedIn(world, 1);
      if (!member) throw new Error("no member");
      await beginBreakdown(world);
      const fanout = await runSearch(world, member, search);
      const fanoutMs = fanout.wallMs;
      const breakdown = await breakdownOf(world, fanout, provider);
      context.say(`monolith: fanned out in ${Math.round(fanoutMs)} ms; now one after the other …`);
      const loop = await callInTurn(world, search, provider);
      return [
        once({
          metric: "time of one loop of calls over that of fanout",
          unit: "ratio",
          value: loop.wallMs / fanoutMs,
          bar: { atLeast: SHARE_MIN * provider.parallelMax },
          detail: {
            fanoutMs: Math.round(fanoutMs),
            loopMs: Math.round(loop.wallMs),
            loopBesidesTheCallsMs: Math.round(loop.wallMs - loop.callMs),
            calls: loop.calls,
            callOfTheLoopOverTheLatency: rounded(loop.callMs / idealOf([search], provider).callMs),
            shareOfCallsAtOnce: rounded(loop.wallMs / fanoutMs / provider.parallelMax),
            fanoutWaitedForMs: await jobPathOf(world, fanout, provider.parallelMax),
            breakdownOfFanout: breakdown,
          },
        }),
      ];
    });
  },
};

/** As the adapter of the platform calls and reads, without gate, log and database. */
async function callInTurn(
  world: World,
  search: Search,
  provider: Provider,
): Promise<{ wallMs: number; calls: number; callMs: number }> {
  const adapter = getAdapter(PLATFORM);
  let calls = 0;
  let callMs = 0;
  const get: ProviderGet = async (request) => {
    calls += 1;
    const url = new URL(world.sandboxUrl + request.path);
    for (const [name, value] of Object.entries(request.query)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const calledAt = performance.now();
    const answer = await fetch(url, { headers: { "x-api-key": "sandbox" } });
    if (!answer.ok) throw new Error(`${request.path}: ${answer.status}`);
    const body = await answer.json();
    callMs += performance.now() - calledAt;
    return request.parse(body);
  };
  const startedAt = performance.now();
  for (const keyword of world.keywords.take(search.keywordCount)) {
    let cursor: string | null = null;
    for (const delivered of pagesOf(search, provider)) {
      const page: SearchPage = await adapter.search({ get }, { keyword, cursor });
      cursor = page.nextCursor;
      for (const { platformId, profile } of page.creators.slice(0, delivered)) {
        await adapter.enrich({ get }, { platformId, handle: profile.handle });
      }
    }
  }
  return { wallMs: performance.now() - startedAt, calls, callMs };
}
