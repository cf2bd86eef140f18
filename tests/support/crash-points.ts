import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { connect, type Sql } from "#lib/db/index.ts";
import { type ClaimedTask, createEngine, type Engine, lanes, sweep } from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "./engine.ts";
import { readAllowance } from "./engine-probe.ts";
import { emptyDatabase, keepRows, letLeasesExpire, putRowsBack } from "./fast-forward.ts";
import { type Fault, faultsOf, type StatementProxy, startStatementProxy } from "./statement-proxy.ts";

/** What an operation works with: an account of its own, and the engine whose statements meet the fault. */
export interface Scene {
  bench: TestBench;
  account: TestAccount;
  /** The pool of `engine`, through the proxy. */
  sql: Sql;
  engine: Engine;
  /** What `prepare` made, by name. */
  ids: Record<string, string>;
}

/** How an operation met its fault. */
export interface StruckAt {
  hasFailed: boolean;
  /** The statement. */
  struck: string;
  fault: Fault;
  /** The point, in words. */
  where: string;
}

export interface Operation {
  name: string;
  /** Undisturbed: all that comes before. Answers what is to be done then, under the fault. */
  prepare(scene: Scene): Promise<() => Promise<unknown>>;
  /** What comes after the fault, once all is well again, beside workers and the sweeper: the same once more. */
  again?(scene: Scene): Promise<unknown>;
  /** What holds right after the fault, beside the invariants. */
  afterFault?(scene: Scene, at: StruckAt): Promise<void>;
}

/** Far more than any operation takes, also with retries. */
const OPERATION_TIMEOUT_MS = 30_000;
const ROUNDS_MAX = 60;
const TRIES_MAX = 5;

/** A sandbox of few creators on small pages, so that one small job comes by every branch. */
export class CrashPoints {
  private readonly bench: TestBench;
  private readonly proxy: StatementProxy;
  private readonly sql: Sql;
  private readonly engine: Engine;

  private constructor(bench: TestBench, proxy: StatementProxy) {
    this.bench = bench;
    this.proxy = proxy;
    this.sql = connect(proxy.url, { poolMax: 4 });
    this.engine = createEngine(this.sql, bench.engine.settings);
  }

  static async start(): Promise<CrashPoints> {
    const bench = await TestBench.start({
      sandbox: { synthetic: 3, pageSize: 2, searchLatencyMs: 1, profileLatencyMs: 1 },
      database: { synchronousCommit: false },
      settings: { freshDays: 0, leaseMs: 3_600_000, retryBaseMs: 1, retryCapMs: 2 },
    });
    return new CrashPoints(bench, await startStatementProxy(bench.url));
  }

  async stop(): Promise<void> {
    await this.sql.end({ timeout: 1 });
    await this.proxy.close();
    await this.bench.stop();
  }

  /** Has each statement of the operation meet each fault, one at a time. Answers the points, in words. */
  async sweepOver(operation: Operation): Promise<string[]> {
    const { bench, sql, engine } = this;
    await emptyDatabase(bench);
    const scene: Scene = { bench, account: await bench.makeAccount("growth"), sql, engine, ids: {} };
    const act = await operation.prepare(scene);
    await keepRows(bench);
    const undisturbed = await this.run({ ...operation, scene, act });
    const points: string[] = [];
    for (const [index, { text, name }] of undisturbed.statements.entries()) {
      const faults = faultsOf(text);
      const point = `${operation.name} ${index + 1}: ${firstWords(text)}`;
      for (const fault of faults) {
        const where = `${point} – ${fault}`;
        const outcome = await this.strike({ ...operation, scene, act }, { fault, name, where });
        expect(outcome, where).toEqual(undisturbed.outcome);
      }
      points.push(`${point} – ${faults.join(", ")}`);
    }
    return points;
  }

  /**
   * Once more where the operation came to its end without the statement: what goes on side by side may take one less.
   * No other statement is struck in its place.
   */
  private async strike(
    operation: Operation & { scene: Scene; act: () => Promise<unknown> },
    strike: { fault: Fault; name: string; where: string },
  ) {
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      await putRowsBack(this.bench);
      const { struck, outcome } = await this.run(operation, strike);
      if (struck !== null) return outcome;
    }
    throw new Error(`never came to it: ${strike.where}`);
  }

  private async run(
    operation: Operation & { scene: Scene; act: () => Promise<unknown> },
    strike?: { fault: Fault; name: string; where: string },
  ) {
    const { bench } = this;
    const { scene } = operation;
    const where = strike?.where ?? `${operation.name}, undisturbed`;
    this.proxy.begin(strike);
    const failure = await failureOf(operation.act(), where);
    const { statements, struck } = this.proxy.end();
    expect(await bench.violations(), where).toEqual([]);
    if (strike && struck !== null) {
      const at = { hasFailed: failure !== null, struck: struck.text, fault: strike.fault, where };
      await operation.afterFault?.(scene, at);
    } else expect(failure, where).toBeNull();
    if (strike) await operation.again?.(scene);
    await workToTheEnd(bench, where);
    expect(await bench.violations(), where).toEqual([]);
    return { statements, struck, outcome: await readOutcome(scene) };
  }
}

/**
 * What the work threw, or null.
 * @throws Error when it does not come to an end
 */
async function failureOf(work: Promise<unknown>, where: string): Promise<unknown> {
  const over = new AbortController();
  const tooLong = sleep(OPERATION_TIMEOUT_MS, true, { signal: over.signal }).catch(() => false);
  const settled = work.then(
    () => ({ failure: null }),
    (error: unknown) => ({ failure: error ?? new Error("failed without a word") }),
  );
  const first = await Promise.race([settled, tooLong]);
  over.abort();
  if (typeof first === "boolean") throw new Error(`not done after ${OPERATION_TIMEOUT_MS} ms: ${where}`);
  return first.failure;
}

/** All is well again: healthy workers work, and when nothing is left leases run out and the sweeper comes. */
async function workToTheEnd(bench: TestBench, where: string): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const tasks: ClaimedTask[] = [];
    for (const lane of lanes()) tasks.push(...(await bench.claim(8, bench.engine, lane)));
    for (const task of tasks) await bench.work(task);
    if (tasks.length > 0) continue;
    const open = await bench.sql`select 1 from scraping_jobs where finished_at is null limit 1`;
    if (open.length === 0) return;
    await letLeasesExpire(bench);
    await sweep(bench.engine);
  }
  throw new Error(`a job is still open: ${where}`);
}

/** All that the account has in the end, and what is left undone in the whole database. */
async function readOutcome({ bench, account }: Scene) {
  const jobs = await bench.sql`
    select j.status, j.target_results, j.creators_found, j.creators_enriched, j.creators_failed, j.creators_skipped,
      j.keywords_completed, j.keywords_failed, j.reserved, j.charged, j.refunded, (
        select jsonb_agg(c.platform_id order by c.platform_id) from job_creators c where c.job_id = j.id) as creators
    from scraping_jobs j order by j.created_at, j.id`;
  const left = await bench.sql`
    select 'drift' as what, rule as which from counter_drifts
    union all select 'expired', period from ledger_buckets where available > 0 and expires_at < clock_timestamp()
    union all select 'dead call', action from api_call_logs
      where outcome = 'started' and started_at < clock_timestamp() - interval '30 minutes'`;
  return { jobs: [...jobs], allowance: await readAllowance(bench, account), left: [...left] };
}

function firstWords(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 70);
}
