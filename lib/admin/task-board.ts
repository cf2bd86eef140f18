import type { Transaction } from "#lib/db/index.ts";
import type { TaskBoard } from "./admin.types.ts";
import { LATELY_ROWS_MAX, minutesCovered, ratesOf } from "./lately.ts";

/** Open tasks by kind and state, and what became of those of the last hour. */
export async function readTaskBoard(transaction: Transaction): Promise<TaskBoard> {
  const [open, finished] = await Promise.all([
    transaction<TaskBoard["open"]>`
      select kind, state, count(*)::int as count, count(*) filter (where ${isDue(transaction)})::int as due,
        extract(epoch from clock_timestamp() - min(next_at) filter (where ${isDue(transaction)}))::int
          as oldest_due_seconds
      from job_tasks where state in ('pending', 'parked', 'running')
      group by kind, state order by kind, state`,
    readFinished(transaction),
  ]);
  return { open: [...open], finished };
}

/** Nothing but a free worker keeps it waiting. */
export function isDue(transaction: Transaction) {
  return transaction`state = 'pending' and virtual_time < 'infinity' and next_at <= clock_timestamp()`;
}

async function readFinished(transaction: Transaction): Promise<TaskBoard["finished"]> {
  const duration = transaction`extract(epoch from finished_at - started_at) * 1000`;
  const isTimed = transaction`state = 'done' and started_at is not null`;
  const rows = await transaction<TaskBoard["finished"]>`
    with lately as materialized (
      select kind, state, started_at, finished_at from job_tasks
      where finished_at > statement_timestamp() - interval '60 minutes'
      order by finished_at desc limit ${LATELY_ROWS_MAX}
    ), covered as (${minutesCovered(transaction, transaction`finished_at`)})
    select kind, count(*) filter (where state = 'done')::int as done,
      count(*) filter (where state = 'failed')::int as failed,
      count(*) filter (where state = 'cancelled')::int as cancelled,
      ${ratesOf(transaction, transaction`finished_at`, transaction`state = 'done'`)},
      round(percentile_cont(0.5) within group (order by ${duration}) filter (where ${isTimed}))::int as p50_ms,
      round(percentile_cont(0.95) within group (order by ${duration}) filter (where ${isTimed}))::int as p95_ms
    from lately, covered group by kind order by kind`;
  return [...rows];
}
