import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Caller } from "#lib/auth/index.ts";
import { asUser, connect, type Sql } from "#lib/db/index.ts";
import { sweepAndWake } from "#lib/queue/qstash/sweep-route.ts";
import type { DispatchAnswer, DispatchBody } from "#lib/search-engine/types.ts";
import {
  afterEnd,
  type ClaimedTask,
  claimDue,
  createEngine,
  dispatchJob,
  type Engine,
  type EngineSettings,
  ensureProvider,
  getAdapter,
  type JobRow,
  lanes,
  promoteAll,
  requestCancel,
  runTask,
  type Settled,
  sweep,
} from "#lib/search-engine/v2/index.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "#sandbox/server.ts";
import { createTestDatabase } from "./database.ts";
import { currentDeliveries, type Deliveries } from "./deliveries.ts";

/** The ratios of the real settings, in tenths of a second. */
export const QUICK: EngineSettings = {
  leaseMs: 1_500,
  heartbeatMs: 500,
  sweepIntervalMs: 250,
  sweepGapMs: 6_000,
  pollIntervalMs: 50,
  retryBaseMs: 20,
  retryCapMs: 200,
  jobDeadlineMs: 60_000,
  shutdownGraceMs: 1_000,
  recountIntervalMs: 3_600_000,
  freshDays: 30,
};

export interface TestAccount {
  accountId: string;
  userId: string;
}

/** A database, a sandbox and an engine of their own, for one test file. */
export class TestBench {
  readonly sql: Sql;
  readonly url: string;
  readonly sandbox: Sandbox;
  readonly engine: Engine;
  /** Null where Postgres wakes tasks. */
  readonly deliveries: Deliveries | null;
  private readonly drop: () => Promise<void>;

  private constructor(parts: {
    sql: Sql;
    url: string;
    sandbox: Sandbox;
    engine: Engine;
    deliveries: Deliveries | null;
    drop: () => Promise<void>;
  }) {
    this.sql = parts.sql;
    this.url = parts.url;
    this.sandbox = parts.sandbox;
    this.engine = parts.engine;
    this.deliveries = parts.deliveries;
    this.drop = parts.drop;
  }

  static async start(
    options: {
      sandbox?: SandboxOptions;
      settings?: Partial<EngineSettings>;
      database?: { synchronousCommit?: boolean };
    } = {},
  ): Promise<TestBench> {
    const database = await createTestDatabase(options.database);
    const sandbox = await startSandbox({
      searchLatencyMs: 5,
      profileLatencyMs: 2,
      pageSize: 12,
      ...options.sandbox,
    });
    process.env.DATABASE_URL = database.url;
    process.env.SCRAPECREATORS_BASE_URL = sandbox.url;
    process.env.SCRAPECREATORS_API_KEY = "sandbox";
    process.env.SCRAPECREATORS_CALLS_PER_SECOND_MAX = "5000";
    const deliveries = currentDeliveries();
    const sql = connect(database.url, { poolMax: 20, applicationName: "test" });
    for (const lane of lanes()) await ensureProvider(sql, lane);
    const engine = createEngine(sql, { ...QUICK, ...options.settings });
    return new TestBench({ sql, url: database.url, sandbox, engine, deliveries, drop: database.drop });
  }

  /** The deliveries, in a test of QStash alone. */
  onQstash(): Deliveries {
    if (!this.deliveries) throw new Error("this test runs in the project qstash");
    return this.deliveries;
  }

  /** Another engine on the same database: another process, as far as leases go. */
  anotherEngine(settings: Partial<EngineSettings> = {}): Engine {
    return createEngine(this.sql, { ...this.engine.settings, ...settings });
  }

  async stop(): Promise<void> {
    await this.deliveries?.settled();
    await this.sql.end({ timeout: 5 });
    await this.sandbox.close();
    await this.drop();
  }

  async makeAccount(plan = "scale"): Promise<TestAccount> {
    const accountId = randomUUID();
    const userId = randomUUID();
    await this.sql`insert into accounts (id, name, plan) values (${accountId}, 'Test', ${plan})`;
    await this
      .sql`insert into users (id, email, name) values (${userId}, ${`${userId}@example.com`}, 'Tess')`;
    await this.sql`insert into memberships (account_id, user_id) values (${accountId}, ${userId})`;
    return { accountId, userId };
  }

  async dispatch(
    account: TestAccount,
    body: Partial<DispatchBody> & { keywords: string[] },
    idempotencyKey: string | null = null,
  ): Promise<DispatchAnswer> {
    const whole = { platform: "tiktok", targetResults: 20, expand: false, ...body };
    const { answer } = await asUser(this.sql, account.accountId, (transaction) =>
      dispatchJob(transaction, getAdapter(whole.platform), { ...account, body: whole, idempotencyKey }),
    );
    return answer;
  }

  /** Dispatches, and starts what may start, as the route does. */
  async begin(account: TestAccount, body: Partial<DispatchBody> & { keywords: string[] }): Promise<string> {
    const { jobId } = await this.dispatch(account, body);
    await promoteAll(this.sql, account.accountId);
    return jobId;
  }

  claim(tasksMax = 1, engine = this.engine, provider = "scrapecreators"): Promise<ClaimedTask[]> {
    return claimDue(
      this.sql,
      { provider, worker: engine.worker, tasksMax, callsFree: 1_000 },
      engine.settings,
    );
  }

  /** Runs one claimed task to its settle, as the worker loop does. */
  async work(task: ClaimedTask, engine = this.engine): Promise<Settled> {
    const settled = await runTask(engine, task, { signal: new AbortController().signal });
    await afterEnd(this.sql, settled.endedAccountId, settled.wake);
    return settled;
  }

  /** Has whatever is due worked on by the transport of this run, sweeping meanwhile, until every job has ended. */
  async drain(options: { withinMs?: number; parallel?: number; engine?: Engine } = {}): Promise<void> {
    const { withinMs = 20_000, parallel = 8, engine = this.engine } = options;
    const until = Date.now() + withinMs;
    const work = this.deliveries
      ? this.workByMessages(this.deliveries, engine)
      : this.workByClaims(engine, parallel);
    let sweptAt = 0;
    while (await this.hasOpenJobs()) {
      if (Date.now() > until)
        throw new Error(`jobs still open after ${withinMs} ms: ${await this.describeOpen()}`);
      if (Date.now() - sweptAt > engine.settings.sweepIntervalMs) {
        sweptAt = Date.now();
        await work.sweep();
      }
      await work.step();
    }
    await work.end();
  }

  /** As the worker process of the Postgres transport does. */
  private workByClaims(engine: Engine, parallel: number) {
    const running = new Set<Promise<unknown>>();
    return {
      sweep: () => sweep(engine),
      step: async () => {
        for (const lane of lanes()) {
          for (const task of await this.claim(Math.max(0, parallel - running.size), engine, lane)) {
            const work = this.work(task, engine).finally(() => running.delete(work));
            running.add(work);
          }
        }
        await Promise.race([sleep(10), ...running]);
      },
      end: () => Promise.all(running),
    };
  }

  /** As the app does that QStash calls; the sweep comes by cron. */
  private workByMessages(deliveries: Deliveries, engine: Engine) {
    const leave = deliveries.workWith(engine);
    return {
      sweep: () => sweepAndWake(engine),
      step: () => sleep(10),
      end: async () => {
        await deliveries.settled();
        leave();
      },
    };
  }

  private async hasOpenJobs(): Promise<boolean> {
    const [row] = await this.sql`select 1 from scraping_jobs where finished_at is null limit 1`;
    return row !== undefined;
  }

  private async describeOpen(): Promise<string> {
    const jobs = await this.sql`
      select j.id, j.status, j.open_tasks, j.finders, j.parked_tasks, j.creators_found, (select jsonb_agg(
        jsonb_build_object('kind', t.kind, 'state', t.state, 'attempts', t.attempts, 'error', t.error))
        from job_tasks t where t.job_id = j.id and t.state in ('pending', 'parked', 'running')) as tasks
      from scraping_jobs j where finished_at is null limit 3`;
    return JSON.stringify(jobs);
  }

  async job(jobId: string): Promise<JobRow> {
    const [job] = await this.sql<JobRow[]>`select * from scraping_jobs where id = ${jobId}`;
    if (!job) throw new Error(`no job ${jobId}`);
    return job;
  }

  async cancel(account: TestAccount, jobId: string): Promise<void> {
    await asUser(this.sql, account.accountId, (transaction) => requestCancel(transaction, jobId));
  }

  /** What contradicts itself; must be empty after whatever a test did. */
  async violations(): Promise<unknown[]> {
    return [...(await this.sql`select * from invariant_violations`)];
  }

  async creatorIds(jobId: string): Promise<string[]> {
    const rows = await this.sql<{ platformId: string }[]>`
      select platform_id from job_creators where job_id = ${jobId} order by position`;
    return rows.map((row) => row.platformId);
  }

  async fault(...rules: Record<string, unknown>[]): Promise<void> {
    const response = await fetch(`${this.sandbox.url}/__faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(rules),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  async calm(): Promise<void> {
    await fetch(`${this.sandbox.url}/__faults`, { method: "DELETE" });
    await fetch(`${this.sandbox.url}/__calls/reset`, { method: "POST" });
    await this.sql`update provider_gates set blocked_until = null, closed_at = null, closed_reason = null`;
  }

  /** No run finds in the cache what one before it fetched. */
  async forgetCreators(): Promise<void> {
    await this.calm();
    await this.sql`delete from creators`;
  }

  async calls(): Promise<{ total: number; byPath: Record<string, number>; maxConcurrent: number }> {
    return (await fetch(`${this.sandbox.url}/__calls`)).json() as Promise<{
      total: number;
      byPath: Record<string, number>;
      maxConcurrent: number;
    }>;
  }
}

/** The caller that the services know such an account by. */
export function callerOf(account: TestAccount): Caller {
  return { ...account, email: "tess@example.com", name: "Tess", role: "user", plan: "scale" };
}
