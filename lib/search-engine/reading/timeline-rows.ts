import { z } from "zod";
import type { Transaction } from "#lib/db/index.ts";
import type { TimelineEntry, TimelineQuery } from "../timeline.types.ts";
import type { JobRow } from "../v2/index.ts";
import { ISO_FORMAT } from "./creator-rows.ts";
import { encodeCursor, fromMicroseconds, moment, parseCursor, toMicroseconds } from "./cursor.ts";

/** Undefined where there is none; with an account, also where it is another's. */
export async function readTimedJob(
  transaction: Transaction,
  { jobId, accountId }: { jobId: string; accountId: string | null },
): Promise<Pick<JobRow, "id" | "status"> | undefined> {
  const [job] = await transaction<Pick<JobRow, "id" | "status">[]>`
    select id, status from scraping_jobs
    where id = ${jobId} and (${accountId}::uuid is null or account_id = ${accountId})`;
  return job;
}

export async function readCost(
  transaction: Transaction,
  jobId: string,
): Promise<{ calls: number; credits: number }> {
  const [cost] = await transaction<{ calls: number; credits: number }[]>`
    select count(*)::int as calls, coalesce(sum(cost), 0)::int as credits from api_call_logs where job_id = ${jobId}`;
  return cost ?? { calls: 0, credits: 0 };
}

interface StoredEntry {
  /** Microseconds since 1970. */
  at: number;
  rank: number;
  key: string;
  entry: TimelineEntry;
}

/** The time of an entry, its rank among those of the same time, and what tells it from the rest. */
const cursorSchema = z.tuple([moment, z.int().min(0).max(9), z.string().max(50)]);

/** The job, then what it made, then what that did; the end comes last. Equal times are usual: of one transaction. */
export async function readEntries(
  transaction: Transaction,
  { jobId, isAdmin }: { jobId: string; isAdmin: boolean },
  { limit, cursor, ...choice }: TimelineQuery,
): Promise<{ entries: TimelineEntry[]; nextCursor: string | null }> {
  const [at, rank, key] = parseCursor(cursor, cursorSchema) ?? [0, 0, ""];
  const rows = await transaction<StoredEntry[]>`
    with entries (at, rank, key, entry) as (${partsOf(transaction, { jobId, isAdmin }, choice)})
    select ${toMicroseconds(transaction, "at")} as at, rank, key,
      entry || jsonb_build_object('at', to_char(at at time zone 'UTC', ${ISO_FORMAT})) as entry
    from entries where at is not null and (at, rank, key) > (${fromMicroseconds(transaction, at)}, ${rank}::int, ${key}::text)
    order by entries.at, rank, key limit ${limit + 1}`;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > page.length && last !== undefined;
  return {
    entries: page.map((row) => row.entry),
    nextCursor: hasMore ? encodeCursor([last.at, last.rank, last.key]) : null,
  };
}

function partsOf(
  transaction: Transaction,
  of: { jobId: string; isAdmin: boolean },
  { only, kind, state }: Pick<TimelineQuery, "only" | "kind" | "state">,
) {
  const tasks = taskEntries(transaction, of, { kind, state });
  if (kind !== undefined || state !== undefined) return tasks;
  const events = jobEvents(transaction, of);
  const calls = callEntries(transaction, of.jobId);
  if (only === "tasks") return transaction`${events} union all ${tasks}`;
  if (only === "calls") return transaction`${events} union all ${calls}`;
  return transaction`${events} union all ${tasks} union all ${calls}`;
}

/** Admins see across accounts, but no people. */
function jobEvents(transaction: Transaction, { jobId, isAdmin }: { jobId: string; isAdmin: boolean }) {
  const asker = isAdmin
    ? transaction`null::text`
    : transaction`coalesce((select u.name from users u where u.id = j.user_id), 'former member')`;
  return transaction`
    select e.at, e.rank, '', jsonb_build_object('type', 'job', 'event', e.event, 'by', e.by, 'status', e.status)
    from scraping_jobs j, lateral (values
      (j.created_at, 0, 'asked', ${asker}, null),
      (j.started_at, 1, 'started', null, null),
      (j.cancel_requested_at, 4, 'cancel_requested', null, null),
      (j.finished_at, 5, 'ended', null, j.status)) as e(at, rank, event, by, status)
    where j.id = ${jobId}`;
}

/** What a task that has taken its share waits for. */
const PARKED = "It has found its share, and goes on if the other keywords fall short.";
const NO_SLOT = "Its search waits for a free slot.";

function taskEntries(
  transaction: Transaction,
  { jobId, isAdmin }: { jobId: string; isAdmin: boolean },
  { kind, state }: Pick<TimelineQuery, "kind" | "state">,
) {
  return transaction`
    select t.created_at, 2, to_char(t.sequence, 'FM0000000000000000000'), jsonb_build_object('type', 'task',
      'taskId', t.id, 'kind', t.kind, 'keyword', t.keyword,
      'creatorCount', case when t.kind = 'enrich' then jsonb_array_length(t.payload -> 'creatorIds') end,
      'state', t.state, 'attempts', t.attempts,
      'startedAt', to_char(t.started_at at time zone 'UTC', ${ISO_FORMAT}),
      'finishedAt', to_char(t.finished_at at time zone 'UTC', ${ISO_FORMAT}),
      'wait', case
        when t.state = 'parked' then jsonb_build_object('until', null, 'reason', ${PARKED}::text)
        when t.state <> 'pending' then null
        when j.status = 'pending' then jsonb_build_object('until', null, 'reason', ${NO_SLOT}::text)
        when t.error is not null then jsonb_build_object('reason', t.error,
          'until', to_char(t.next_at at time zone 'UTC', ${ISO_FORMAT})) end,
      'error', case when t.state = 'failed' then
        jsonb_build_object('code', coalesce(t.error_code, 'failed'), 'message', coalesce(t.error, 'Failed.')) end,
      'closedFor', t.reason,
      'worker', case when ${isAdmin} then t.worker else regexp_replace(t.worker, '^.*:', '') end, 'cost', t.cost)
    from job_tasks t join scraping_jobs j on j.id = t.job_id where t.job_id = ${jobId}
      ${kind === undefined ? transaction`` : transaction`and t.kind = ${kind}`}
      ${state === undefined ? transaction`` : transaction`and t.state = any(${statesOf(state)}::text[])`}`;
}

function statesOf(choice: NonNullable<TimelineQuery["state"]>): string[] {
  return choice === "open" ? ["pending", "parked", "running"] : [choice];
}

function callEntries(transaction: Transaction, jobId: string) {
  return transaction`
    select l.started_at, 3, l.id::text, jsonb_build_object('type', 'call', 'callId', l.id, 'taskId', l.task_id,
      'provider', l.provider, 'action', l.action, 'reason', l.reason, 'outcome', l.outcome, 'status', l.status,
      'durationMs', l.duration_ms, 'cost', l.cost)
    from api_call_logs l where l.job_id = ${jobId}`;
}
