import type { Sql } from "#lib/db/index.ts";

/** A run that its process' end cut off, until its task could be claimed again, was claimed, or was closed. */
export interface Recovery {
  jobId: string;
  taskId: string;
  label: string;
  /** Unix ms, by the database's clock, as all times here. */
  killedAt: number;
  /** Null where nothing became of it. */
  recoveredAt: number | null;
}

/** What the journal says of a task itself, not of what struck it. */
const STATES = ["claimed", "pending", "parked", "done", "failed", "cancelled"];

/** A task whose settle was under way as its process was killed was none that the kill cut off: its end came before. */
export function readRecoveries(sql: Sql): Promise<Recovery[]> {
  return sql<Recovery[]>`
    select t.job_id, t.id as task_id, before.label, (extract(epoch from k.at) * 1000)::float8 as killed_at,
      (extract(epoch from after.at) * 1000)::float8 as recovered_at
    from faults_journal k
    cross join jsonb_array_elements_text(k.tasks) as struck(task_id)
    join job_tasks t on t.id = struck.task_id::uuid
    cross join lateral (
      select what, label from faults_journal
      where task_id = t.id and at < k.at and what = any(${STATES}) order by at desc limit 1
    ) before
    left join lateral (
      select at from faults_journal
      where task_id = t.id and at >= k.at and what = any(${STATES}) order by at limit 1
    ) after on true
    where k.what = 'killed' and before.what = 'claimed'`;
}

/** When processes were stopped, Unix ms. */
export async function readStops(sql: Sql): Promise<number[]> {
  const rows = await sql<{ at: number }[]>`
    select (extract(epoch from at) * 1000)::float8 as at from faults_journal where what = 'stopped'`;
  return rows.map(({ at }) => at);
}

/** When the last process was struck, Unix ms; null where none was. */
export async function readLastStrike(sql: Sql): Promise<number | null> {
  const [row] = await sql<{ at: number | null }[]>`
    select (extract(epoch from max(at)) * 1000)::float8 as at from faults_journal
    where what in ('killed', 'stopped') or what like 'connection cut%'`;
  return row?.at ?? null;
}

/** The value below or at which this share of all lies; null for none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
