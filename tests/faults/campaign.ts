import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Sql } from "#lib/db/index.ts";
import { makeAccounts } from "./accounts.ts";
import type { Evidence } from "./checks/check.ts";
import type { Cluster } from "./cluster.ts";
import { Draws } from "./draws.ts";
import { type Findings, readFindings } from "./findings.ts";
import { Injector } from "./injector.ts";
import { installJournal } from "./journal.ts";
import { LiveChecker, type Violation } from "./live-checker.ts";
import type { Scale, TransportName } from "./options.ts";
import { type PlannedJob, planJobs } from "./plan.ts";
import { startPostgresSite } from "./postgres-site.ts";
import type { Provider } from "./provider.ts";
import { startQstashSite } from "./qstash-site.ts";
import { readLastStrike, readRecoveries, readStops } from "./recovery.ts";
import { restartPostgres } from "./restarts.ts";
import { runJobs, untilAllEnded } from "./run-jobs.ts";
import { CALL_TIMEOUT_MS, ENGINE_SETTINGS, SIZES } from "./settings.ts";
import { readTimeline } from "./timeline.ts";
import type { TransportSite } from "./transport.ts";
import { User } from "./user.ts";

interface CampaignPlan {
  transport: TransportName;
  scale: Scale;
  seed: number;
  cluster: Cluster;
  provider: Provider;
  say: (line: string) => void;
}

const CALM_RUN = "calm";
const STRUCK_RUN = "struck";
/** Times the undisturbed run: what is not over by then never will be. */
const GIVE_UP_FACTOR = 10;
const GIVE_UP_MIN_MS = 120_000;
/** A call whose process died is given up by the log so long after its time limit, and a sweep. */
const UNKNOWN_AFTER_MS = CALL_TIMEOUT_MS + 5_000 + 3_000;

/** The jobs of a campaign and who asks for them. */
interface Work {
  sql: Sql;
  site: TransportSite;
  jobs: readonly PlannedJob[];
}

/** Runs the plan's searches undisturbed, then under fire, and hands on what that left behind. */
export async function runCampaign(
  plan: CampaignPlan,
  judge: (evidence: Evidence) => Promise<void>,
): Promise<void> {
  const { transport, scale, seed, cluster, provider, say } = plan;
  const draws = new Draws(seed);
  const databaseUrl = await cluster.makeDatabase(`faults_${transport}`);
  await installJournal(databaseUrl);
  const environment = {
    ...ENGINE_SETTINGS,
    LOCAL_SIGN_IN: "on",
    SCRAPECREATORS_API_KEY: "sandbox",
    SCRAPECREATORS_BASE_URL: provider.url,
    SAMPLE_DATA_PROVIDERS: "scrapecreators",
  };
  // The campaign itself works on tasks that a stale message meets waiting.
  Object.assign(process.env, environment);
  const parts = { databaseUrl, environment };
  const site = await (transport === "postgres"
    ? startPostgresSite({ ...parts, draws })
    : startQstashSite({ ...parts, seed }));
  const sql = connect(databaseUrl, { poolMax: 6, applicationName: "faults" });
  try {
    const work = { sql, site, jobs: planJobs(draws, SIZES[scale]) };
    say(`${transport}: ${work.jobs.length} searches, undisturbed …`);
    const calm = await runCalm(work, SIZES[scale].accounts, databaseUrl);
    say(`${transport}: the same under fire (undisturbed: ${(calm.tookMs / 1_000).toFixed(1)} s) …`);
    await judge(await runStruck(plan, { ...work, draws, databaseUrl, calm }));
  } finally {
    await site.stop();
    await sql.end({ timeout: 1 });
  }
}

async function signInAll(
  site: TransportSite,
  databaseUrl: string,
  accounts: number,
  run: string,
): Promise<User[]> {
  const emails = await makeAccounts(databaseUrl, accounts, run);
  return Promise.all(emails.map((email) => User.signIn(site.url, email)));
}

async function runCalm(
  { sql, site, jobs }: Work,
  accounts: number,
  databaseUrl: string,
): Promise<{ tookMs: number; findings: Findings }> {
  const users = await signInAll(site, databaseUrl, accounts, CALM_RUN);
  const startedAt = performance.now();
  const undisturbed = jobs.map((job) => ({ ...job, cancelAfterMs: null }));
  await runJobs(undisturbed, { users, run: CALM_RUN });
  if (!(await untilAllEnded(sql, GIVE_UP_MIN_MS * GIVE_UP_FACTOR))) {
    throw new Error("Even undisturbed, the searches do not end: see test-results/faults/.");
  }
  const tookMs = performance.now() - startedAt;
  const findings = await readFindings(sql, CALM_RUN);
  // No run finds in the cache what one before it fetched.
  await sql`delete from creators`;
  await sql`truncate faults_journal`;
  return { tookMs, findings };
}

async function runStruck(
  { transport, scale, cluster, provider }: CampaignPlan,
  work: Work & { draws: Draws; databaseUrl: string; calm: { tookMs: number; findings: Findings } },
): Promise<Evidence> {
  const { sql, site, jobs, draws, databaseUrl, calm } = work;
  const size = SIZES[scale];
  const users = await signInAll(site, databaseUrl, size.accounts, STRUCK_RUN);
  const injector = await Injector.start(databaseUrl, { sql, victims: site.victims, draws });
  const live = new LiveChecker(sql, site.victims);
  const over = new AbortController();
  try {
    await provider.beginFaults();
    site.beginFaults();
    injector.begin();
    const restarting = restartPostgres(
      sql,
      { cluster, injector, jobs: 2 * jobs.length, count: size.restarts },
      over.signal,
    );
    const taken = await runJobs(jobs, { users, run: STRUCK_RUN });
    const haveAllEnded = await untilAllEnded(sql, Math.max(GIVE_UP_MIN_MS, GIVE_UP_FACTOR * calm.tookMs));
    const open = haveAllEnded ? [] : await describeOpen(sql);
    over.abort();
    const outages = await restarting;
    await injector.end();
    await site.endFaults();
    const answered = await provider.endFaults();
    await untilNoCallStarted(sql);
    const messages = site.counts();
    return {
      transport,
      scale,
      sql,
      jobs: taken,
      run: STRUCK_RUN,
      haveAllEnded,
      openHistory: open,
      strikes: injector.counts,
      messages,
      deliveries: messages.deliveries ?? (await countClaims(sql)) + messages.deliveriesBesideClaims,
      provider: answered,
      outages,
      recoveries: await readRecoveries(sql),
      stops: await readStops(sql),
      lastStrikeAt: await readLastStrike(sql),
      lastEndAt: haveAllEnded ? await readLastEnd(sql) : null,
      undisturbedMs: calm.tookMs,
      undisturbed: calm.findings,
      found: await readFindings(sql, STRUCK_RUN),
      live,
      violationsAtEnd: await sql<Violation[]>`select * from invariant_violations`,
      victims: site.victims,
    };
  } finally {
    over.abort();
    await Promise.all([injector.close(), live.close()]);
  }
}

/** Taken down before anything is calmed: what is stuck may yet get free. */
async function describeOpen(sql: Sql): Promise<string[]> {
  const [job] = await sql<{ id: string }[]>`
    select id from scraping_jobs where finished_at is null order by created_at limit 1`;
  return job ? readTimeline(sql, job.id) : [];
}

async function countClaims(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from faults_journal where what = 'claimed'`;
  return row?.count ?? 0;
}

async function readLastEnd(sql: Sql): Promise<number | null> {
  const [row] = await sql<{ at: number | null }[]>`
    select (extract(epoch from max(finished_at)) * 1000)::float8 as at from scraping_jobs`;
  return row?.at ?? null;
}

async function untilNoCallStarted(sql: Sql): Promise<void> {
  const until = performance.now() + UNKNOWN_AFTER_MS;
  while (performance.now() < until) {
    const started = await sql`select 1 from api_call_logs where outcome = 'started' limit 1`;
    if (started.length === 0) return;
    await sleep(200);
  }
}
