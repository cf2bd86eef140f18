import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "#lib/db/index.ts";
import type { Evidence } from "./checks/check.ts";
import type { Cluster } from "./cluster.ts";
import type { Draws } from "./draws.ts";
import { readBalances, readJobRecords, readLoggedCalls, readRecounts } from "./evidence/index.ts";
import { type Findings, readFindings } from "./findings.ts";
import { Injector } from "./injector.ts";
import { LiveChecker, type Violation } from "./live-checker.ts";
import type { Scale, TransportName } from "./options.ts";
import type { PlannedJob } from "./plan.ts";
import type { Provider } from "./provider.ts";
import { readRecoveries, readStruck } from "./recovery.ts";
import { countEnded, restartPostgres } from "./restarts.ts";
import { runJobs, untilAllEnded } from "./run-jobs.ts";
import { CALL_TIMEOUT_MS, CALM_FROM_SHARE, SIZES } from "./settings.ts";
import { Stalls } from "./stalls.ts";
import { readTimeline } from "./timeline.ts";
import type { TransportSite } from "./transport.ts";
import type { User } from "./user.ts";

/** Times the undisturbed run: what is not over by then never will be. */
const GIVE_UP_FACTOR = 10;
const GIVE_UP_MIN_MS = 120_000;
/** A call whose process died is given up by the log so long after its time limit, and a sweep. */
const UNKNOWN_AFTER_MS = CALL_TIMEOUT_MS + 5_000 + 3_000;
const WEB_GRACE_MS = 5_000;
const POLL_MS = 100;

interface StruckWork {
  transport: TransportName;
  scale: Scale;
  cluster: Cluster;
  provider: Provider;
  sql: Sql;
  databaseUrl: string;
  site: TransportSite;
  jobs: readonly PlannedJob[];
  draws: Draws;
  users: readonly User[];
  run: string;
  undisturbed: Undisturbed;
}

/** What the same searches found with nothing going wrong, how long they took, and how late the machine was. */
export interface Undisturbed {
  tookMs: number;
  findings: Findings;
  lengths: ReadonlyMap<number, number>;
  shareLate: number;
}

/** Runs the searches under fire until most have ended, leaves the rest in peace, and gathers what that left behind. */
export async function runStruck(work: StruckWork): Promise<Evidence> {
  const { sql, databaseUrl, site, jobs, run, undisturbed } = work;
  const injector = await Injector.start(databaseUrl, { sql, victims: site.victims, draws: work.draws });
  const live = new LiveChecker(sql, site.victims);
  const stalls = new Stalls(databaseUrl);
  const over = new AbortController();
  try {
    const giveUpMs = Math.max(GIVE_UP_MIN_MS, GIVE_UP_FACTOR * undisturbed.tookMs);
    const calmed = strikeUntilCalm(
      work,
      injector,
      AbortSignal.any([over.signal, AbortSignal.timeout(giveUpMs)]),
    );
    calmed.catch(() => {});
    const running = await runJobs(jobs, { users: work.users, run, sql, signal: over.signal });
    const haveAllEnded = await untilAllEnded(sql, giveUpMs);
    const openHistory = haveAllEnded ? [] : await describeOpen(sql);
    const calm = await calmed;
    if (!haveAllEnded) over.abort();
    await running.done;
    await site.untilQuiet();
    await untilNoCallStarted(sql);
    await Promise.all(running.readers.map((reader) => reader.conclude()));
    const web = await stopWeb(site);
    return {
      ...(await readLeft(work)),
      jobs: running.jobs,
      followed: running.readers.map((reader) => reader.seen()),
      haveAllEnded,
      openHistory,
      strikes: injector.counts,
      provider: calm.provider,
      outages: calm.outages,
      calmSince: calm.at,
      looks: { count: live.looks, violations: live.violations },
      transactions: live.transactions,
      machine: { latenesses: stalls.latenesses, usualShare: undisturbed.shareLate },
      processes: site.victims.map(({ name, ownEnds }) => ({ name, ownEnds })),
      web,
    };
  } finally {
    over.abort();
    await Promise.all([injector.close(), live.close(), stalls.close()]);
  }
}

/** All faults, until most of the jobs have ended. Tells when the last was over, and what was injected beside strikes. */
async function strikeUntilCalm(work: StruckWork, injector: Injector, signal: AbortSignal) {
  const { scale, cluster, provider, sql, site, jobs, run } = work;
  await provider.beginFaults();
  site.beginFaults();
  injector.begin();
  const enough = new AbortController();
  const restarting = restartPostgres(
    sql,
    { cluster, injector, run, jobs: CALM_FROM_SHARE * jobs.length, count: SIZES[scale].restarts },
    AbortSignal.any([signal, enough.signal]),
  );
  restarting.catch(() => {});
  while (!signal.aborted) {
    const ended = await countEnded(sql, run).catch(() => 0);
    if (ended >= CALM_FROM_SHARE * jobs.length) break;
    await sleep(POLL_MS, undefined, { signal }).catch(() => {});
  }
  enough.abort();
  const outages = await restarting;
  site.endFaults();
  const [answered] = await Promise.all([provider.endFaults(), injector.end()]);
  return { at: Date.now(), provider: answered, outages };
}

/** Taken down before anything is calmed: what is stuck may yet get free. */
async function describeOpen(sql: Sql): Promise<string[]> {
  const [job] = await sql<{ id: string }[]>`
    select id from scraping_jobs where finished_at is null order by created_at limit 1`;
  return job ? readTimeline(sql, job.id) : [];
}

/** What lies in the database, and what was counted beside it, once nothing happens any more. */
async function readLeft({ transport, scale, provider, sql, site, run, undisturbed }: StruckWork) {
  const messages = site.counts();
  return {
    transport,
    scale,
    run,
    messages,
    deliveries: messages.deliveries ?? (await countClaims(sql)) + messages.deliveriesBesideClaims,
    records: await readJobRecords(sql),
    providerCalls: await provider.calls(),
    calls: await readLoggedCalls(sql, run),
    recoveries: await readRecoveries(sql),
    struck: await readStruck(sql),
    undisturbedMs: undisturbed.tookMs,
    undisturbed: undisturbed.findings,
    undisturbedLengths: undisturbed.lengths,
    found: await readFindings(sql, run),
    violationsAtEnd: await sql<Violation[]>`select * from invariant_violations`,
    recounts: await readRecounts(sql),
    balances: await readBalances(sql),
  };
}

async function stopWeb({ web }: TransportSite): Promise<Evidence["web"]> {
  const wasAlive = !web.hasEnded();
  await web.stop(WEB_GRACE_MS);
  return { wasAlive, end: await web.ended };
}

async function countClaims(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from faults_journal where what = 'claimed'`;
  return row?.count ?? 0;
}

async function untilNoCallStarted(sql: Sql): Promise<void> {
  const until = performance.now() + UNKNOWN_AFTER_MS;
  while (performance.now() < until) {
    const started = await sql`select 1 from api_call_logs where outcome = 'started' limit 1`;
    if (started.length === 0) return;
    await sleep(200);
  }
}
