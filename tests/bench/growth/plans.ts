import { connect } from "#lib/db/index.ts";
import { takeWakes } from "#lib/search-engine/v2/index.ts";
import { signInCookie } from "#tests/support/app-processes.ts";
import { HISTORY_MEMBER } from "#tests/support/history.ts";
import { endOfLog, type LoggedPlan, logPlans, readPlans, wideScans } from "#tests/support/plans.ts";
import { PROVIDER } from "../queue/fill.ts";
import type { BenchContext } from "../shared/context.ts";
import { cancel, dispatch, poll } from "../shared/jobs.ts";
import { type Measure, once } from "../shared/measure.ts";
import { rounded, sum } from "../shared/stats.ts";
import type { World } from "../shared/world.ts";
import { untilFinished, untilSwept } from "./worker-waits.ts";

const SEARCH = { keywordCount: 4, targetResults: 120 };
const STATEMENT_LENGTH = 160;
const SLOWEST_SHOWN = 8;
/** Goes through all hot paths while the database logs how it runs each statement; the statements are the app's own. */
export async function comparePlans(context: BenchContext, world: World, size: string): Promise<Measure> {
  const database = new URL(world.databaseUrl).pathname.slice(1);
  const { logFile } = context.cluster;
  await logPlans(world.sql, true);
  const since = endOfLog(logFile);
  await goThroughHotPaths(world);
  await logPlans(world.sql, false);
  const plans = readPlans(logFile, database, since).filter((plan) => plan.application !== "shoal-bench");
  const scans = wideScans(plans);
  return once({
    metric: `statements that read a growing table from end to end, at ${size}`,
    unit: "",
    value: scans.length,
    bar: { atMost: 0 },
    detail: {
      how: "dispatch, start, claim, page save, batch save, end, cancel, status changed and unchanged, job list, sweep, wake window",
      plansSeen: plans.length,
      statementsSeen: new Set(plans.map((plan) => plan.statement)).size,
      scans: scans.map((scan) => ({ ...scan, statement: scan.statement.slice(0, STATEMENT_LENGTH) })),
      slowestStatements: slowest(plans),
    },
  });
}

async function goThroughHotPaths(world: World): Promise<void> {
  await world.startWeb();
  await world.startWorker();
  await untilSwept(world);
  const cookie = await signInCookie(world.url, HISTORY_MEMBER.email);
  const member = { cookie };
  const { targetResults } = SEARCH;
  const next = () =>
    dispatch(world, member, { keywords: world.keywords.take(SEARCH.keywordCount), targetResults });
  const { jobId } = await next();
  await poll(world, member, { jobId });
  await untilFinished(world, jobId);
  const { etag } = await poll(world, member, { jobId });
  await poll(world, member, { jobId, etag });
  const list = await fetch(`${world.url}/api/v2/jobs`, { headers: { cookie } });
  if (!list.ok) throw new Error(`jobs: ${list.status}`);
  await list.body?.cancel();
  await world.stopWorkers();
  const waiting = await next();
  await takeWindow(world);
  await cancel(world, member, waiting.jobId);
  // The sweep with which it begins finds a job that has moved just now.
  await world.startWorker();
  await untilSwept(world);
  await world.stopWorkers();
  await world.stopWeb();
}

/** As the other transport chooses what to wake. */
async function takeWindow(world: World): Promise<void> {
  const sql = connect(world.databaseUrl, { poolMax: 1, applicationName: "shoal-wake" });
  try {
    await takeWakes(sql, PROVIDER, { callsOutMax: 20, arrivalMs: 15_000, timeoutMs: 60_000 });
  } finally {
    await sql.end();
  }
}

function slowest(plans: readonly LoggedPlan[]) {
  const byStatement = Map.groupBy(plans, (plan) => plan.statement);
  return [...byStatement]
    .map(([statement, seen]) => ({
      statement: statement.slice(0, STATEMENT_LENGTH),
      times: seen.length,
      meanMs: rounded(sum(seen.map((plan) => plan.durationMs)) / seen.length),
    }))
    .sort((a, b) => b.meanMs - a.meanMs)
    .slice(0, SLOWEST_SHOWN);
}
