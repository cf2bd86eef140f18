import type { Sql } from "#lib/db/index.ts";
import { LEASE_MS } from "./settings.ts";

/** A run that a strike cut off, until its task could be claimed again, was claimed, or was closed. */
export interface Recovery {
  /** What struck: its process was killed or stopped, or its connection was cut. */
  what: "killed" | "stopped" | "cut";
  jobId: string;
  taskId: string;
  label: string;
  /** When nobody worked on it any more, Unix ms by the database's clock, as all times here. */
  lostAt: number;
  /** Null where nothing became of it. */
  recoveredAt: number | null;
}

/** What the journal says of a task itself, not of what struck it. */
const STATES = ["claimed", "pending", "parked", "done", "failed", "cancelled"];

/**
 * All runs of killed processes, and those of stopped ones and of cut connections whose lease had to run out. A task
 * whose settle was under way as its process was killed was none that the kill cut off: its end came before. After a cut
 * the process lives, and may extend the lease once more.
 */
export function readRecoveries(sql: Sql): Promise<Recovery[]> {
  return sql<Recovery[]>`
    with strikes as (
      select k.what, k.at, struck.task_id::uuid as task_id
      from faults_journal k cross join jsonb_array_elements_text(k.tasks) as struck(task_id)
      where k.what in ('killed', 'stopped')
      union all
      select 'cut', at, task_id from faults_journal where what like 'connection cut %'
    ), judged as (
      select s.what, t.job_id, t.id as task_id, before.label, after.at as recovered_at,
        case when s.what = 'cut' then greatest(s.at, after.lease_until - ${LEASE_MS} * interval '1 millisecond')
          else s.at end as lost_at
      from strikes s
      join job_tasks t on t.id = s.task_id
      cross join lateral (
        select what, label from faults_journal
        where task_id = t.id and at < s.at and what = any(${STATES}) order by at desc limit 1
      ) before
      left join lateral (
        select at, what, error_code, lease_until from faults_journal
        where task_id = t.id and at >= s.at and what = any(${STATES}) order by at limit 1
      ) after on true
      where before.what = 'claimed'
        and (s.what = 'killed' or after.what is null or after.what = 'claimed' or after.error_code = 'lease_expired')
    )
    select distinct on (task_id, recovered_at) what, job_id, task_id, label,
      (extract(epoch from lost_at) * 1000)::float8 as lost_at,
      (extract(epoch from recovered_at) * 1000)::float8 as recovered_at
    from judged order by task_id, recovered_at, lost_at desc`;
}

/** A process that was struck, or one of whose connections was. */
export interface Struck {
  what: "killed" | "stopped" | "cut";
  /** Unix ms. */
  at: number;
  processId: string;
}

export function readStruck(sql: Sql): Promise<Struck[]> {
  return sql<Struck[]>`
    select case when what in ('killed', 'stopped') then what else 'cut' end as what,
      (extract(epoch from at) * 1000)::float8 as at, split_part(worker, ':', -2) as process_id
    from faults_journal where what in ('killed', 'stopped') or what like 'connection cut %' order by at`;
}

/** The value below or at which this share of all lies; null for none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
