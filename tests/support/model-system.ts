import { closeHold, getPlan, grantPeriod } from "#lib/billing/index.ts";
import { asWorker, connect, type Sql } from "#lib/db/index.ts";
import {
  afterEnd,
  type ClaimedTask,
  claimTask,
  createEngine,
  type Engine,
  runTask,
  sweep,
} from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "./engine.ts";
import { readAllowance } from "./engine-probe.ts";
import { emptyDatabase, letLeasesExpire, letMonthPass } from "./fast-forward.ts";
import type { Ask, Model, SeenJob } from "./model.ts";
import { Tally } from "./model-tally.ts";
import { type Fault, type StatementProxy, startStatementProxy } from "./statement-proxy.ts";

export const PLAN = "free";
export const PAGE_SIZE = 10;
export const ACCOUNTS = 2;

/** Nobody's language: no creator fits, which only the details tell. */
const NOBODY = { language: ["eo"] };

/** The real engine on a real database, as the model's commands drive it. */
export class ModelSystem {
  readonly bench: TestBench;
  readonly tally = new Tally();
  private readonly proxy: StatementProxy;
  private readonly sql: Sql;
  /** Its statements meet faults. */
  private readonly faulty: Engine;
  private accounts: TestAccount[] = [];
  /** In the order of the model's. */
  private jobIds: string[] = [];
  /** What was delivered once: it may come again. */
  private readonly delivered: ClaimedTask[] = [];

  private constructor(bench: TestBench, proxy: StatementProxy) {
    this.bench = bench;
    this.proxy = proxy;
    this.sql = connect(proxy.url, { poolMax: 4 });
    this.faulty = createEngine(this.sql, bench.engine.settings);
  }

  static async start(): Promise<ModelSystem> {
    const bench = await TestBench.start({
      sandbox: { synthetic: 1_000_000, pageSize: PAGE_SIZE, searchLatencyMs: 1, profileLatencyMs: 1 },
      database: { synchronousCommit: false },
      settings: { leaseMs: 60_000, retryBaseMs: 1, retryCapMs: 2 },
    });
    return new ModelSystem(bench, await startStatementProxy(bench.url));
  }

  async stop(): Promise<void> {
    await this.sql.end({ timeout: 1 });
    await this.proxy.close();
    await this.bench.stop();
  }

  /** As new. */
  async reset(): Promise<void> {
    await emptyDatabase(this.bench);
    this.jobIds = [];
    this.delivered.length = 0;
    this.accounts = [];
    for (let index = 0; index < ACCOUNTS; index += 1) this.accounts.push(await this.bench.makeAccount(PLAN));
  }

  private account(index: number): TestAccount {
    const account = this.accounts[index];
    if (!account) throw new Error(`no account ${index}`);
    return account;
  }

  /** As the route does; answers what the caller gets. */
  async dispatch(ask: Ask): Promise<ReturnType<Model["dispatch"]>> {
    const account = this.account(ask.account);
    const body = {
      keywords: ["zzqa", "zzqb", "zzqc"].slice(ask.target % 3),
      targetResults: ask.target,
      ...(ask.isPicky ? { filters: NOBODY } : {}),
    };
    try {
      const { jobId } = await this.bench.dispatch(account, body, ask.key);
      await afterEnd(this.bench.sql, account.accountId, []);
      if (this.jobIds.includes(jobId)) return "repeated";
      this.jobIds.push(jobId);
      return "made";
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : error;
      if (code === "conflict") return "conflict";
      if (code === "allowance_exceeded") return "refused";
      throw error;
    }
  }

  /** The task that is first in line, of all jobs or of one; null where nothing is due. */
  private async nextTask(jobId: string | null = null): Promise<{ id: string; job: number } | null> {
    const [task] = await this.bench.sql<{ id: string; jobId: string }[]>`
      select t.id, t.job_id from job_tasks t join scraping_jobs j on j.id = t.job_id
      where t.state = 'pending' and t.next_at <= clock_timestamp() and j.status <> 'pending'
        and j.cancel_requested_at is null and (${jobId}::uuid is null or j.id = ${jobId})
      order by j.created_at, t.sequence limit 1`;
    return task ? { id: task.id, job: this.jobIds.indexOf(task.jobId) } : null;
  }

  /** A message arrives at a worker, which does what it asks. Answers the job's number. */
  async deliver(engine: Engine = this.bench.engine, jobId: string | null = null): Promise<number | null> {
    const next = await this.nextTask(jobId);
    if (!next) return null;
    const answer = await claimTask(engine.sql, { taskId: next.id, worker: engine.worker }, engine.settings);
    if (answer.claim !== "claimed") return next.job;
    this.delivered.push(answer.task);
    await this.work(answer.task, engine);
    return next.job;
  }

  /** Works on one job, whatever else is due, until nothing of it is. Answers how many deliveries that took. */
  async finish(job: number): Promise<number> {
    await this.tick();
    let deliveries = 0;
    while ((await this.deliver(this.bench.engine, this.jobIds[job] ?? null)) !== null) deliveries += 1;
    return deliveries;
  }

  private async work(task: ClaimedTask, engine: Engine): Promise<string> {
    const settled = await runTask(engine, task, { signal: new AbortController().signal });
    await afterEnd(engine.sql, settled.endedAccountId, settled.wake);
    return settled.outcome;
  }

  /**
   * The same message at two workers at once, one of which gets the task; then both believe they have it. Answers
   * whether there was one.
   */
  async duplicate(): Promise<boolean> {
    const next = await this.nextTask();
    if (!next) return false;
    const { sql, settings } = this.bench.engine;
    const request = { taskId: next.id, worker: "twin" };
    const answers = await Promise.all([1, 2].map(() => claimTask(sql, request, settings)));
    const claimed = answers.flatMap((answer) => (answer.claim === "claimed" ? [answer.task] : []));
    if (claimed.length > 1) throw new Error("two workers claimed one task");
    for (const task of claimed) {
      await Promise.all([this.work(task, this.bench.engine), this.work(task, this.bench.anotherEngine())]);
    }
    return claimed.length > 0;
  }

  /** A message that was worked on comes once more, from the start, however old. Answers whether there was one. */
  async redeliver(which: number): Promise<boolean> {
    const task = this.delivered[which % Math.max(1, this.delivered.length)];
    if (task) await this.work(task, this.bench.engine);
    return task !== undefined;
  }

  /** A delivery whose so manieth statement meets the fault. Answers the task that one struck, and its job's number. */
  async kill(strike: { fault: Fault; strikeAt: number }): Promise<{ job: number; task: string } | null> {
    const next = await this.nextTask();
    this.proxy.begin(strike);
    // The worker loop logs it; the sweeper finds the lease.
    await this.deliver(this.faulty).catch(() => {});
    const { struck } = this.proxy.end();
    return struck === null || next === null ? null : { job: next.job, task: next.id };
  }

  /** A worker takes a task and dies of it. Answers the task and its job's number. */
  async abandon(): Promise<{ job: number; task: string } | null> {
    const next = await this.nextTask();
    if (!next) return null;
    const { sql, settings } = this.bench.engine;
    const answer = await claimTask(sql, { taskId: next.id, worker: "dead" }, settings);
    return answer.claim === "claimed" ? { job: next.job, task: next.id } : null;
  }

  tick(): Promise<void> {
    return letLeasesExpire(this.bench);
  }

  /** Answers whether it made anything due. */
  async sweep(): Promise<boolean> {
    return (await sweep(this.bench.engine)).length > 0;
  }

  async cancel(job: number): Promise<void> {
    const [row] = await this.bench.sql<{ accountId: string; userId: string }[]>`
      select account_id, user_id from scraping_jobs where id = ${this.jobIds[job] ?? null}`;
    if (!row) throw new Error(`no job ${job}`);
    await this.bench.cancel(row, this.jobIds[job] ?? "");
    await afterEnd(this.bench.sql, row.accountId, []);
  }

  /** What a new month grants, and what a second call for it does: nothing. */
  async grant(account: number): Promise<void> {
    const { accountId } = this.account(account);
    const grant = { accountId, unit: "creators", plan: getPlan(PLAN) } as const;
    await letMonthPass(this.bench, accountId);
    for (let times = 0; times < 2; times += 1) {
      await asWorker(this.bench.sql, (transaction) => grantPeriod(transaction, grant));
    }
  }

  /** What an end gives back, a second time: it may be refused, but never counts. */
  async refundAgain(job: number): Promise<void> {
    const row = await this.bench.job(this.jobIds[job] ?? "");
    const hold = { ...row, jobId: row.id, refundAmount: row.creatorsFiltered };
    await asWorker(this.bench.sql, (transaction) => closeHold(transaction, hold)).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "23505")) throw error;
    });
  }

  balance(account: number): Promise<{ available: number; held: number }> {
    return readAllowance(this.bench, this.account(account));
  }

  /** The jobs in the model's order, with a digest of all that is theirs. */
  async jobs(): Promise<SeenJob[]> {
    const rows = await this.bench.sql<(SeenJob & { id: string })[]>`
      select j.id, j.status, j.finished_at is not null as is_ended, j.creators_found as found, j.charged, j.refunded,
        md5(concat(j::text,
          (select string_agg(c::text, '|' order by c.position) from job_creators c where c.job_id = j.id),
          (select string_agg(t::text, '|' order by t.sequence) from job_tasks t where t.job_id = j.id),
          (select string_agg(e::text, '|' order by e.id) from ledger_entries e where e.job_id = j.id))) as digest
      from scraping_jobs j`;
    const byId = new Map(rows.map((row) => [row.id, row]));
    return this.jobIds
      .flatMap((id) => byId.get(id) ?? [])
      .concat(rows.filter(({ id }) => !this.jobIds.includes(id)));
  }
}
