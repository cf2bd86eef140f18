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

/** A process that was struck. */
export interface Struck {
  what: "killed" | "stopped";
  /** Unix ms. */
  at: number;
  processId: string;
}

export function readStruck(sql: Sql): Promise<Struck[]> {
  return sql<Struck[]>`
    select what, (extract(epoch from at) * 1000)::float8 as at, split_part(worker, ':', -2) as process_id
    from faults_journal where what in ('killed', 'stopped') order by at`;
}

/** The value below or at which this share of all lies; null for none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
