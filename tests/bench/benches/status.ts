import { setTimeout as delay } from "node:timers/promises";
import { type SignedIn, signedIn } from "../shared/accounts.ts";
import { beginBreakdown, busiestStatements } from "../shared/breakdown.ts";
import type { Bench, BenchContext } from "../shared/context.ts";
import { dispatch, poll } from "../shared/jobs.ts";
import { applyLoad, type Load, type LoadRequest } from "../shared/load.ts";
import { type Measure, repeated } from "../shared/measure.ts";
import { type ReferenceApp, startReferenceApp } from "../shared/reference-app.ts";
import { SWIFT, warmUp } from "../shared/search-run.ts";
import { median, percentile, rounded } from "../shared/stats.ts";
import { inWorld, type World } from "../shared/world.ts";

const REPETITIONS = 5;
const REQUESTS = 3_000;
const CONNECTIONS = 20;
const ROWS = 1_000;
const CHANGED = 50;
const KEYWORDS = 20;
/** So that nobody takes the job, which stands still here, for one that is stuck. */
const LEASE_MS = "600000";

interface Repetition {
  reference: Load;
  unchanged: Load;
  changed: Load;
}

/** What a poll costs the web server. */
export const status: Bench = {
  about: "polls of a running job of 1,000 rows, unchanged and with 50 changed, over a route with one select",
  async run(context) {
    const options = {
      name: "status",
      sandbox: SWIFT,
      parallelMax: SWIFT.parallelMax,
      environment: { TASK_LEASE_MS: LEASE_MS },
    };
    return inWorld(context, options, async (world) => {
      await warmUp(world);
      const job = await runningJob(world);
      await world.analyze();
      const reference = await startReferenceApp(context, world);
      try {
        return await measureAll(context, world, reference, job);
      } finally {
        await reference.stop();
      }
    });
  },
};

interface RunningJob {
  unchanged: LoadRequest;
  changed: LoadRequest;
}

/** A job whose rows are all there, of which one is never completed: its profile's call hangs. */
async function runningJob(world: World): Promise<RunningJob> {
  const [member] = await signedIn(world, 1);
  if (!member) throw new Error("no member");
  await fault(world);
  const keywords = world.keywords.take(KEYWORDS);
  const { jobId } = await dispatch(world, member, { keywords, targetResults: ROWS });
  await untilAllButTheHungBatch(world, jobId);
  await world.stopWorkers();
  return requestsOf(world, member, jobId);
}

/** The first profile that is asked for never comes. */
async function fault(world: World): Promise<void> {
  const answer = await fetch(`${world.sandboxUrl}/__faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind: "hang", path: "/profile", times: 1 }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function untilAllButTheHungBatch(world: World, jobId: string): Promise<void> {
  for (;;) {
    const [job] = await world.sql<{ openTasks: number; creatorsFound: number }[]>`
      select open_tasks, creators_found from scraping_jobs where id = ${jobId}`;
    if (job?.openTasks === 1 && job.creatorsFound === ROWS) return;
    await delay(50);
  }
}

async function requestsOf(world: World, member: SignedIn, jobId: string): Promise<RunningJob> {
  const [before] = await world.sql<{ since: string }[]>`
    select version || '.' || position as since from job_creators
    where job_id = ${jobId} order by version desc, position desc offset ${CHANGED} limit 1`;
  if (!before) throw new Error("too few rows");
  const { since } = before;
  const seen = await poll(world, member, { jobId, since });
  if (seen.status?.creators.length !== CHANGED || seen.etag === null) {
    throw new Error(`${CHANGED} changed rows were to be seen, not ${seen.status?.creators.length}`);
  }
  const changed = {
    url: `${world.url}/api/v2/status?jobId=${jobId}&since=${since}`,
    headers: { cookie: member.cookie },
  };
  return { changed, unchanged: { ...changed, headers: { ...changed.headers, "if-none-match": seen.etag } } };
}

async function measureAll(
  context: BenchContext,
  world: World,
  reference: ReferenceApp,
  job: RunningJob,
): Promise<Measure[]> {
  const requests = context.isQuick ? 500 : REQUESTS;
  const load = (request: LoadRequest, expected: number) =>
    applyLoad({ requests, connections: CONNECTIONS, expected, requestOf: () => request });
  const repeat = async (): Promise<Repetition> => ({
    reference: await load({ url: reference.selectUrl }, 200),
    unchanged: await load(job.unchanged, 304),
    changed: await load(job.changed, 200),
  });
  await repeat();
  const repetitions: Repetition[] = [];
  let breakdown = {};
  for (let repetition = 0; repetition < (context.isQuick ? 2 : REPETITIONS); repetition += 1) {
    await beginBreakdown(world);
    const startedAt = performance.now();
    repetitions.push(await repeat());
    breakdown = await busiestStatements(world, performance.now() - startedAt);
  }
  const throughput = (kind: "unchanged" | "changed", metric: string, atLeast: number) =>
    repeated({
      metric,
      unit: "ratio",
      values: repetitions.map((one) => one[kind].perSecond / one.reference.perSecond),
      bar: { atLeast },
      detail: {
        how: `requests a second over those of the reference route, ${CONNECTIONS} at once, ${requests} each`,
        pollsPerSecond: rounded(median(repetitions.map((one) => one[kind].perSecond))),
        referencePerSecond: rounded(median(repetitions.map((one) => one.reference.perSecond))),
        pollP50Ms: rounded(median(repetitions.map((one) => percentile(one[kind].latenciesMs, 0.5)))),
        referenceP50Ms: rounded(median(repetitions.map((one) => percentile(one.reference.latenciesMs, 0.5)))),
        breakdownOfTheLast: breakdown,
      },
    });
  return [
    throughput("unchanged", "unchanged polls over one select, throughput", 0.9),
    throughput("changed", `polls of ${CHANGED} changed rows over one select, throughput`, 0.5),
  ];
}
