import { connect } from "#lib/db/index.ts";
import { takeWakes } from "#lib/search-engine/v2/index.ts";
import { signInCookie } from "#tests/support/app-processes.ts";
import { HISTORY_MEMBER } from "#tests/support/history.ts";
import { endOfLog, type LoggedPlan, logPlans, readPlans, wideScans } from "#tests/support/plans.ts";
import { PROVIDER } from "../queue/fill.ts";
import type { SignedIn } from "../shared/accounts.ts";
import type { BenchContext } from "../shared/context.ts";
import { cancel, dispatch, poll } from "../shared/jobs.ts";
import { type Measure, once } from "../shared/measure.ts";
import { rounded, sum } from "../shared/stats.ts";
import type { World } from "../shared/world.ts";
import { untilFinished, untilFound, untilSwept } from "./worker-waits.ts";

const SEARCH = { keywordCount: 4, targetResults: 120 };
/** Of the job that is cancelled in full work. */
const WIDE = { keywordCount: 20, targetResults: 1_000 };
const WIDE_FOUND = 300;
const STATEMENT_LENGTH = 160;
const SLOWEST_SHOWN = 8;

type Member = Pick<SignedIn, "cookie">;

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
      how:
        "dispatch, start, claim, page save, batch save, end, status changed and unchanged, job list, sweep, wake " +
        "window, cancel of a job in full work and of one that waits, start of one that waited",
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
  const { jobId } = await send(world, member, SEARCH);
  await poll(world, member, { jobId });
  await untilFinished(world, jobId);
  const { etag } = await poll(world, member, { jobId });
  await poll(world, member, { jobId, etag });
  const list = await fetch(`${world.url}/api/v2/jobs`, { headers: { cookie } });
  if (!list.ok) throw new Error(`jobs: ${list.status}`);
  await list.body?.cancel();
  const wide = await send(world, member, WIDE);
  await untilFound(world, wide.jobId, WIDE_FOUND);
  await cancelNow(world, member, wide.jobId);
  await world.stopWorkers();
  await fillSlots(world, member);
  // The sweep with which it begins finds a job that has moved just now.
  await world.startWorker();
  await untilSwept(world);
  await world.stopWorkers();
  await world.stopWeb();
}

function send(world: World, member: Member, { keywordCount, targetResults }: typeof SEARCH) {
  return dispatch(world, member, { keywords: world.keywords.take(keywordCount), targetResults });
}

/** @throws Error where the job had ended before */
async function cancelNow(world: World, member: Member, jobId: string): Promise<void> {
  await cancel(world, member, jobId);
  await untilFinished(world, jobId);
}

/** With all slots taken two jobs wait: the one starts when a slot comes free, the other is cancelled before. */
async function fillSlots(world: World, member: Member): Promise<void> {
  const open: string[] = [];
  const waiting: string[] = [];
  while (waiting.length < 2) {
    const { jobId } = await send(world, member, SEARCH);
    const { status } = await poll(world, member, { jobId });
    (status?.status === "pending" ? waiting : open).push(jobId);
  }
  await takeWindow(world);
  for (const jobId of [waiting.pop(), ...open, ...waiting]) {
    if (jobId) await cancelNow(world, member, jobId);
  }
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
