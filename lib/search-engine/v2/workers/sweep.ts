import { expireBuckets } from "#lib/billing/index.ts";
import { asWorker, type Sql, type Transaction } from "#lib/db/index.ts";
import { logger } from "#lib/log/index.ts";
import { markUnknownCalls } from "#lib/services/index.ts";
import { tidyJob } from "../core/cancel.ts";
import { ATTEMPTS_MAX } from "../core/config.ts";
import { finishLate } from "../core/deadline.ts";
import { isEnded } from "../core/job-tracker.ts";
import { promoteOne } from "../core/promote.ts";
import type { JobRow } from "../core/rows.ts";
import { closeTask, giveBack } from "./close-task.ts";
import { reportDrift } from "./recount.ts";
import type { Engine } from "./types.ts";

/** What one sweep looks at of each kind. */
const SWEEP_LIMIT = 100;

/** Told of the providers with work to do, as soon as a part of a sweep has made some due. */
export type OnDue = (providers: readonly string[]) => void;

/** All that is to be looked after, once. Answers the providers with work to do. */
export async function sweep(engine: Engine): Promise<string[]> {
  const due = new Set<string>();
  await watch(engine, (providers) => {
    for (const provider of providers) due.add(provider);
  });
  await keepBooks(engine);
  return [...due];
}

/**
 * The watchdog: whatever the queue did, every task is woken from its row and every job ends. Each task and
 * each job has its own transaction, so that one bad row stops nothing; any number may watch at once.
 */
export async function watch(engine: Engine, onDue: OnDue): Promise<void> {
  const each = async <Row>(
    event: string,
    list: () => Promise<readonly Row[]>,
    act: (row: Row) => Promise<string[]>,
  ) => {
    let rows: readonly Row[] = [];
    await guarded(event, {}, async () => {
      rows = await list();
    });
    for (const row of rows) await guarded(event, { row }, async () => onDue(await act(row)));
  };
  // First what others wait for. Before what is late is ended, the time that a closed laptop slept is credited.
  await each(
    "sweep.task_failed",
    () => listExpired(engine.sql),
    (task) => sweepExpired(engine, task),
  );
  await guarded("sweep.sleep_failed", {}, () => creditSleep(engine));
  await each(
    "sweep.job_failed",
    () => listTidy(engine.sql),
    ({ id }) => sweepJob(engine, id, tidyJob),
  );
  await each(
    "sweep.job_failed",
    () => listLate(engine.sql),
    ({ id }) => sweepJob(engine, id, finishLate),
  );
  await each(
    "sweep.promotion_failed",
    () => listWaiting(engine.sql),
    ({ accountId }) => promoteAll(engine.sql, accountId),
  );
}

/** What nobody waits for: calls whose end is not known, allowance that expired, counters that drifted. */
export async function keepBooks(engine: Engine): Promise<void> {
  await guarded("sweep.calls_failed", {}, () => markUnknownCalls(engine.sql));
  await guarded("sweep.expiry_failed", {}, () => expireBuckets(engine.sql));
  await guarded("sweep.recount_failed", {}, () => reportDrift(engine.sql, engine.settings.recountIntervalMs));
}

async function guarded(event: string, context: object, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logger.error({ err: error, ...context }, event);
  }
}

/** Starts waiting jobs of the account, a transaction each, until its slots are full. */
export async function promoteAll(sql: Sql, accountId: string): Promise<string[]> {
  const providers: string[] = [];
  for (;;) {
    const started = await asWorker(sql, (transaction) => promoteOne(transaction, accountId));
    if (started === null) return providers;
    providers.push(...started);
  }
}

/** A closed laptop costs no job its deadline: the time since the last sweep is added to all open ones. */
function creditSleep(engine: Engine): Promise<unknown> {
  const { sweepGapMs } = engine.settings;
  return asWorker(engine.sql, async (transaction) => {
    const [last] = await transaction<{ gapMs: number }[]>`
      select (extract(epoch from clock_timestamp() - swept_at) * 1000)::float8 as gap_ms
      from sweeper where id = 1 for update`;
    await transaction`update sweeper set swept_at = clock_timestamp() where id = 1`;
    if (!last || last.gapMs <= sweepGapMs) return;
    await transaction`
      update scraping_jobs j set deadline_at = j.deadline_at + ${last.gapMs} * interval '1 millisecond'
      from (select id from scraping_jobs where finished_at is null and deadline_at is not null
        order by id for no key update) open
      where j.id = open.id`;
    logger.warn({ gapMs: Math.round(last.gapMs) }, "sweep.deadlines_extended");
  });
}

interface ExpiredTask {
  id: string;
  jobId: string;
  leaseToken: string;
  attempts: number;
  provider: string;
  isCancelled: boolean;
}

function listExpired(sql: Sql, jobId: string | null = null) {
  return asWorker(
    sql,
    (transaction) => transaction<ExpiredTask[]>`
      select t.id, t.job_id, t.lease_token, t.attempts, t.provider,
        j.cancel_requested_at is not null as is_cancelled
      from job_tasks t join scraping_jobs j on j.id = t.job_id
      where t.state = 'running' and t.lease_until < clock_timestamp()
        and (${jobId}::uuid is null or t.job_id = ${jobId})
      order by t.lease_until limit ${SWEEP_LIMIT}`,
  );
}

/** The attempt of a lease that ran out stays counted: its worker may have died of the task. */
async function sweepExpired(engine: Engine, task: ExpiredTask): Promise<string[]> {
  if (task.attempts < ATTEMPTS_MAX && !task.isCancelled) {
    const wasGivenBack = await giveBack(engine.sql, task, {
      delayMs: 0,
      ifExpired: true,
      failure: { code: "lease_expired", message: "The worker stopped answering.", ...AGAIN },
    });
    return wasGivenBack ? [task.provider] : [];
  }
  const settled = await closeTask(
    engine,
    { ...task, isExpired: true },
    { code: "lease_expired", message: "The worker stopped answering, time and again." },
  );
  return afterEnd(engine.sql, settled.endedAccountId, settled.wake);
}

const AGAIN = { isRetryable: true, burnsAttempt: true, retryAfterMs: null };

async function sweepJob(
  engine: Engine,
  jobId: string,
  act: (transaction: Transaction, jobId: string) => Promise<JobRow | undefined>,
): Promise<string[]> {
  const job = await asWorker(engine.sql, (transaction) => act(transaction, jobId));
  if (!job) return [];
  return afterEnd(engine.sql, isEnded(job) ? job.accountId : null, [job.provider]);
}

/** An end makes room for the account's next job, in a transaction of its own. */
export async function afterEnd(sql: Sql, endedAccountId: string | null, wake: string[]): Promise<string[]> {
  return endedAccountId ? [...wake, ...(await promoteAll(sql, endedAccountId))] : wake;
}

/** Open jobs, or the one given, with tasks that nothing else will close or release. */
function listTidy(sql: Sql, jobId: string | null = null) {
  return asWorker(
    sql,
    (transaction) => transaction<{ id: string }[]>`
      select j.id from scraping_jobs j
      where j.finished_at is null and j.status <> 'pending'
        and (${jobId}::uuid is null or j.id = ${jobId}) and (
        j.open_tasks = 0
        or (j.finders = 0 and j.parked_tasks > 0)
        or exists (select 1 from job_tasks t where t.job_id = j.id and (
          (j.cancel_requested_at is not null and t.state in ('pending', 'parked'))
          or (j.creators_found >= j.target_results and t.kind in ('search', 'expand')
            and t.state in ('pending', 'parked')))))
      limit ${SWEEP_LIMIT}`,
  );
}

function listLate(sql: Sql) {
  return asWorker(
    sql,
    (transaction) => transaction<{ id: string }[]>`
      select id from scraping_jobs where finished_at is null and deadline_at < clock_timestamp()
      order by deadline_at limit ${SWEEP_LIMIT}`,
  );
}

function listWaiting(sql: Sql) {
  return asWorker(
    sql,
    (transaction) => transaction<{ accountId: string }[]>`
      select account_id from scraping_jobs where finished_at is null and status = 'pending'
      group by account_id order by random() limit ${SWEEP_LIMIT}`,
  );
}

/** Sweeps one job now: for a reader who finds that it has not moved for long. */
export async function sweepOne(engine: Engine, jobId: string): Promise<string[]> {
  const wake: string[] = [];
  for (const task of await listExpired(engine.sql, jobId)) {
    wake.push(...(await sweepExpired(engine, task)));
  }
  const [late] = await asWorker(
    engine.sql,
    (transaction) => transaction`
      select 1 from scraping_jobs where id = ${jobId} and finished_at is null and deadline_at < clock_timestamp()`,
  );
  const [untidy] = late ? [] : await listTidy(engine.sql, jobId);
  if (late) wake.push(...(await sweepJob(engine, jobId, finishLate)));
  else if (untidy) wake.push(...(await sweepJob(engine, jobId, tidyJob)));
  return wake;
}
