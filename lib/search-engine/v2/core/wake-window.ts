import { asWorker, type Sql, type Transaction } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { EXPANSION_PROVIDER } from "./config.ts";
import { closedReason, type GateRow, lockGate, readGate } from "./provider-gate.ts";
import type { TaskPayload, TaskRow } from "./rows.ts";

/** A wake to be published: the row as its message tells it. */
export interface Wake {
  taskId: string;
  jobId: string;
  platform: string;
  provider: string;
  kind: TaskRow["kind"];
  keyword: string | null;
  payload: TaskPayload;
  /** Grows with each decision to publish; with the task it names the message. */
  wakeSeq: number;
  /** How long from now the message is to wait. */
  delayMs: number;
}

/** Decisions that one transaction takes. */
const WAKES_MAX = 100;

/** How much of a provider's work may be awake at once, and for how long a message is believed in. */
export interface WakeWindow {
  /** Calls of the tasks that run or are on their way. */
  callsOutMax: number;
  /** A message takes up room for this long; one that takes longer still does its work. */
  arrivalMs: number;
  /** A message that has not arrived by then is taken for lost, and its task is chosen again. */
  timeoutMs: number;
}

/**
 * Chooses the due tasks of a provider to wake next, and notes that their messages are out. Under the gate's lock, by
 * virtual time, while the calls of the tasks that are awake stay within the window: so a small job is not behind
 * all messages of a huge one, and a cancelled job costs no more than what is out.
 * A gate that pauses delays the messages by its pause. While the gate is closed, only one task of each job that has not
 * begun is chosen: that claim finds the gate closed, and starts the job's deadline.
 */
export function takeWakes(sql: Sql, provider: string, window: WakeWindow): Promise<Wake[]> {
  return asWorker(sql, async (transaction) => {
    const [[gate], [out]] = await Promise.all([
      lockGate(transaction, provider),
      countOut(transaction, provider, window),
    ]);
    if (!gate || !out) return [];
    const room = window.callsOutMax - out.calls;
    if (room <= 0) return [];
    const { timeoutMs } = window;
    const isClosed = isHeldBack(provider, gate);
    return takeDue(transaction, provider, { room, delayMs: gate.blockedForMs, timeoutMs, isClosed });
  });
}

/** Expansion falls back on rules when its gate is closed; all others would only find it closed. */
function isHeldBack(provider: string, gate: GateRow): boolean {
  if (provider === EXPANSION_PROVIDER) return false;
  return closedReason(gate) !== null || gate.spendToday >= env("providers").SPEND_CAP_PER_DAY;
}

/** Calls of tasks that a message is on its way to, or that run. */
function countOut(transaction: Transaction, provider: string, { arrivalMs, timeoutMs }: WakeWindow) {
  return transaction<{ calls: number }[]>`
    select coalesce(sum(case when kind = 'enrich' then jsonb_array_length(payload -> 'creatorIds') else 1 end), 0)::int
      as calls
    from (
      select kind, payload from job_tasks
      where provider = ${provider} and state = 'running' and lease_until > clock_timestamp()
      union all
      select kind, payload from job_tasks
      where provider = ${provider} and state = 'pending' and next_at <= clock_timestamp()
        and woken_until > clock_timestamp() + ${timeoutMs - arrivalMs} * interval '1 millisecond'
    ) awake`;
}

function takeDue(
  transaction: Transaction,
  provider: string,
  chosen: { room: number; delayMs: number; timeoutMs: number; isClosed: boolean },
) {
  const { room, delayMs, timeoutMs, isClosed } = chosen;
  return transaction<Wake[]>`
    with due as materialized (
      select t.id, t.job_id, t.virtual_time, t.sequence,
        case when t.kind = 'enrich' then jsonb_array_length(t.payload -> 'creatorIds') else 1 end as calls
      from job_tasks t join scraping_jobs j on j.id = t.job_id
      where t.provider = ${provider} and t.state = 'pending' and t.virtual_time < 'infinity'
        and t.next_at <= clock_timestamp() and (t.woken_until is null or t.woken_until < clock_timestamp())
        and j.cancel_requested_at is null and j.finished_at is null and j.status <> 'pending'
        and (j.deadline_at is null or j.deadline_at > clock_timestamp())
        and (not ${isClosed} or j.status = 'dispatching')
      order by t.virtual_time, t.sequence
      limit ${WAKES_MAX}
      for update of t skip locked
    ), chosen as (
      select id, sum(calls) over (order by virtual_time, sequence) - calls as calls_before
      from (
        select *, row_number() over (partition by job_id order by virtual_time, sequence) as place from due
      ) placed
      where not ${isClosed} or place = 1
    )
    update job_tasks t set wake_seq = t.wake_seq + 1,
      woken_until = clock_timestamp() + ${delayMs + timeoutMs} * interval '1 millisecond'
    from chosen c where t.id = c.id and c.calls_before < ${room}
    returning t.id as task_id, t.job_id, t.platform, t.provider, t.kind, t.keyword, t.payload, t.wake_seq,
      ${delayMs}::float8 as delay_ms`;
}

/**
 * Chooses tasks of a provider that wait for their time, one or all, for a message that is delayed until then. They enter
 * the window of what is awake when they are due. None while the gate is closed: they would only find it so, again and
 * again; the sweeper wakes what is due when it has opened.
 */
export function takeDelayed(
  sql: Sql,
  which: { provider: string; taskId?: string },
  timeoutMs: number,
): Promise<Wake[]> {
  const { provider, taskId = null } = which;
  return asWorker(sql, async (transaction) => {
    const [gate] = await readGate(transaction, provider);
    if (!gate || isHeldBack(provider, gate)) return [];
    return transaction<Wake[]>`
      with waiting as materialized (
        select t.id from job_tasks t join scraping_jobs j on j.id = t.job_id
        where t.provider = ${provider} and (${taskId}::uuid is null or t.id = ${taskId})
          and t.state = 'pending' and t.virtual_time < 'infinity'
          and t.next_at > clock_timestamp() and (t.woken_until is null or t.woken_until < t.next_at)
          and j.cancel_requested_at is null and j.finished_at is null
        order by t.next_at limit ${WAKES_MAX}
        for update of t skip locked
      )
      update job_tasks t set wake_seq = t.wake_seq + 1,
        woken_until = greatest(t.next_at, clock_timestamp() + ${gate.blockedForMs} * interval '1 millisecond')
          + ${timeoutMs} * interval '1 millisecond'
      from waiting w where t.id = w.id
      returning t.id as task_id, t.job_id, t.platform, t.provider, t.kind, t.keyword, t.payload, t.wake_seq,
        greatest(${gate.blockedForMs}, extract(epoch from t.next_at - clock_timestamp()) * 1000)::float8 as delay_ms`;
  });
}

/** As status tells it: the row waits for a queue that refused its message. */
export const QUEUE_REFUSED = "queue_refused";

/**
 * The queue did not take these messages: their tasks may be chosen again at once. With a reason, status says why they
 * wait, until a later settle clears it.
 */
export function releaseWakes(
  sql: Sql,
  wakes: readonly Pick<Wake, "taskId" | "wakeSeq">[],
  reason: string | null,
): Promise<unknown> {
  return asWorker(sql, async (transaction) => {
    const told = await transaction<{ jobId: string }[]>`
      with refused as (
        select t.id, t.error_code from job_tasks t
        join unnest(${wakes.map((wake) => wake.taskId)}::uuid[], ${wakes.map((wake) => wake.wakeSeq)}::int[])
          as w(id, wake_seq) on w.id = t.id and w.wake_seq = t.wake_seq
        where t.state = 'pending' order by t.id for update of t skip locked
      ), released as (
        update job_tasks t set woken_until = null, error = coalesce(${reason}, t.error),
          error_code = case when ${reason}::text is null then t.error_code else ${QUEUE_REFUSED} end
        from refused r where t.id = r.id
        returning t.job_id, ${reason}::text is not null and r.error_code is distinct from ${QUEUE_REFUSED} as is_news
      )
      select distinct job_id from released where is_news`;
    if (told.length === 0) return;
    await transaction`
      update scraping_jobs j set version = j.version + 1, updated_at = clock_timestamp()
      from (select id from scraping_jobs where id = any(${told.map((row) => row.jobId)}::uuid[])
        and finished_at is null order by id for no key update) open
      where j.id = open.id`;
  });
}

export interface GivenUp {
  /** To wake then. */
  provider: string;
  /** That nobody has noted yet: the task waited for this message, or the worker that it reached is dead. */
  isNews: boolean;
}

/**
 * A message was given up by the queue: if its task still waits for it, the task may be chosen again. Null where the
 * task has ended, or is none. News only once: it is noted with the caller's transaction, by clearing `woken_until`.
 */
export async function releaseWake(transaction: Transaction, taskId: string): Promise<GivenUp | null> {
  const [task] = await transaction<GivenUp[]>`
    with released as (
      update job_tasks set woken_until = null
      where id = ${taskId} and woken_until is not null
        and (state = 'pending' or (state = 'running' and lease_until < clock_timestamp()))
      returning id
    )
    select provider, exists (select 1 from released) as is_news from job_tasks
    where id = ${taskId} and state in ('pending', 'running')`;
  return task ?? null;
}
