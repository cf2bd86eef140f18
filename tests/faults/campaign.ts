import { connect, type Sql } from "#lib/db/index.ts";
import { makeAccounts } from "./accounts.ts";
import type { Evidence } from "./checks/check.ts";
import type { Cluster } from "./cluster.ts";
import { Draws } from "./draws.ts";
import { readFindings, readLengths } from "./findings.ts";
import { installJournal } from "./journal.ts";
import type { Scale, TransportName } from "./options.ts";
import { type PlannedJob, planJobs } from "./plan.ts";
import { startPostgresSite } from "./postgres-site.ts";
import type { Provider } from "./provider.ts";
import { startQstashSite } from "./qstash-site.ts";
import { runJobs, untilAllEnded } from "./run-jobs.ts";
import { ENGINE_SETTINGS, SIZES } from "./settings.ts";
import { Stalls } from "./stalls.ts";
import { runStruck, type Undisturbed } from "./struck-run.ts";
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
const UNDISTURBED_MAX_MS = 20 * 60_000;

/** The jobs of a campaign and who asks for them. */
interface Work {
  sql: Sql;
  site: TransportSite;
  jobs: readonly PlannedJob[];
}

/** Runs the plan's searches undisturbed, then under fire, and hands on what that left behind. */
export async function runCampaign(
  plan: CampaignPlan,
  judge: (evidence: Evidence, sql: Sql) => Promise<void>,
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
    const { accounts } = SIZES[scale];
    const undisturbed = await runCalm(work, accounts, databaseUrl);
    say(`${transport}: the same under fire (undisturbed: ${(undisturbed.tookMs / 1_000).toFixed(1)} s) …`);
    const users = await signInAll(site, databaseUrl, accounts, STRUCK_RUN);
    await judge(
      await runStruck({ ...plan, ...work, draws, databaseUrl, users, run: STRUCK_RUN, undisturbed }),
      sql,
    );
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
): Promise<Undisturbed> {
  const users = await signInAll(site, databaseUrl, accounts, CALM_RUN);
  const stalls = new Stalls(databaseUrl);
  const startedAt = performance.now();
  const undisturbed = jobs.map((job) => ({
    ...job,
    cancelAfterMs: null,
    deadlineAfterMs: null,
    isFollowed: false,
  }));
  await runJobs(undisturbed, { users, run: CALM_RUN, sql, signal: AbortSignal.timeout(UNDISTURBED_MAX_MS) });
  if (!(await untilAllEnded(sql, UNDISTURBED_MAX_MS))) {
    throw new Error("Even undisturbed, the searches do not end: see test-results/faults/.");
  }
  const tookMs = Math.round(performance.now() - startedAt);
  const shareLate = stalls.shareLate();
  await stalls.close();
  const findings = await readFindings(sql, CALM_RUN);
  const lengths = await readLengths(sql, CALM_RUN);
  // No run finds in the cache what one before it fetched.
  await sql`delete from creators`;
  await sql`truncate faults_journal`;
  return { tookMs, findings, lengths, shareLate };
}
