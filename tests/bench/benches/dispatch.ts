import { randomUUID } from "node:crypto";
import { type SignedIn, signedIn } from "../shared/accounts.ts";
import { beginBreakdown, busiestStatements } from "../shared/breakdown.ts";
import type { Bench, BenchContext } from "../shared/context.ts";
import { PLATFORM } from "../shared/jobs.ts";
import { applyLoad, type Load, type LoadRequest } from "../shared/load.ts";
import { type Measure, repeated } from "../shared/measure.ts";
import { type ReferenceApp, startReferenceApp } from "../shared/reference-app.ts";
import { PINNED } from "../shared/search-run.ts";
import { median, percentile, rounded } from "../shared/stats.ts";
import { inWorld, type World } from "../shared/world.ts";

const REPETITIONS = 5;
const ACCOUNTS = 20;
const KEYWORDS = 20;
const TARGET = 100;
const REQUESTS = 400;
const CONNECTIONS = 10;
const CROWD = 100;

interface Repetition {
  reference: Load;
  dispatch: Load;
  crowd: Load;
}

/** What a dispatch costs the web server; no worker takes up the jobs. */
export const dispatch: Bench = {
  about: "20 keywords by 20 accounts: p50 and p95 at 10 at once over a route with one insert; p99 at 100",
  async run(context) {
    const options = { name: "dispatch", sandbox: PINNED, parallelMax: PINNED.parallelMax, workerCount: 0 };
    return inWorld(context, options, async (world) => {
      const reference = await startReferenceApp(context, world);
      try {
        return await measureAll(context, world, reference);
      } finally {
        await reference.stop();
      }
    });
  },
};

async function measureAll(context: BenchContext, world: World, reference: ReferenceApp): Promise<Measure[]> {
  const requests = context.isQuick ? 100 : REQUESTS;
  // Code is compiled, connections are made, and statements are planned for tables with rows in them.
  await repeat(world, reference, requests);
  await world.analyze();
  const repetitions: Repetition[] = [];
  let breakdown = {};
  for (let repetition = 0; repetition < (context.isQuick ? 2 : REPETITIONS); repetition += 1) {
    await beginBreakdown(world);
    const startedAt = performance.now();
    repetitions.push(await repeat(world, reference, requests));
    breakdown = await busiestStatements(world, performance.now() - startedAt);
  }
  const ratio = (share: number) =>
    repeated({
      metric: `dispatch over one insert at ${CONNECTIONS} at once, p${share * 100}`,
      unit: "ratio",
      values: repetitions.map(
        (one) => percentile(one.dispatch.latenciesMs, share) / percentile(one.reference.latenciesMs, share),
      ),
      bar: { atMost: 3 },
      detail: {
        requestsEach: requests,
        dispatchMs: rounded(median(repetitions.map((one) => percentile(one.dispatch.latenciesMs, share)))),
        referenceMs: rounded(median(repetitions.map((one) => percentile(one.reference.latenciesMs, share)))),
        dispatchesPerSecond: rounded(median(repetitions.map((one) => one.dispatch.perSecond))),
        breakdownOfTheLast: breakdown,
      },
    });
  const crowd = repeated({
    metric: `dispatch at ${CROWD} at once, p99`,
    unit: "ms",
    values: repetitions.map((one) => percentile(one.crowd.latenciesMs, 0.99)),
    bar: { below: 500 },
    detail: {
      requestsEach: requests,
      p50Ms: rounded(median(repetitions.map((one) => percentile(one.crowd.latenciesMs, 0.5)))),
      dispatchesPerSecond: rounded(median(repetitions.map((one) => one.crowd.perSecond))),
      breakdownOfTheLast: breakdown,
    },
  });
  return [ratio(0.5), ratio(0.95), crowd];
}

/** One after the other, so that they share nothing but the machine; accounts are new each time. */
async function repeat(world: World, reference: ReferenceApp, requests: number): Promise<Repetition> {
  const body = JSON.stringify(bodyOf(0));
  const headers = { "content-type": "application/json" };
  const dispatchAs = (members: readonly SignedIn[]) => (index: number) =>
    dispatchRequest(world, members, index);
  const load = { requests, expected: 202 };
  return {
    reference: await applyLoad({
      ...load,
      connections: CONNECTIONS,
      requestOf: () => ({ url: reference.insertUrl, method: "POST", headers, body }),
    }),
    dispatch: await applyLoad({
      ...load,
      connections: CONNECTIONS,
      requestOf: dispatchAs(await signedIn(world, ACCOUNTS)),
    }),
    crowd: await applyLoad({
      ...load,
      connections: CROWD,
      requestOf: dispatchAs(await signedIn(world, ACCOUNTS)),
    }),
  };
}

/** As the form and the terminal send it: with a key of its own. */
function dispatchRequest(world: World, members: readonly SignedIn[], index: number): LoadRequest {
  const cookie = members[index % members.length]?.cookie ?? "";
  return {
    url: `${world.url}/api/v2/dispatch`,
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": randomUUID(), cookie },
    body: JSON.stringify(bodyOf(index)),
  };
}

function bodyOf(index: number) {
  const keywords = Array.from({ length: KEYWORDS }, (_, keyword) => `keyword ${index} ${keyword}`);
  return { platform: PLATFORM, keywords, targetResults: TARGET };
}
