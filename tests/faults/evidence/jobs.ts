import type { Sql } from "#lib/db/index.ts";

/** What the database says of a job once all is over. Times are Unix ms; null for what never came. */
export interface JobRecord {
  id: string;
  /** The plan's name of it: run and number. */
  key: string;
  status: string;
  error: string | null;
  startedAt: number | null;
  finishedAt: number | null;
  deadlineAt: number | null;
  cancelRequestedAt: number | null;
  /** The last time that a process or a connection was struck which worked on it. */
  lastStruckAt: number | null;
  keywordsFailed: number;
  creatorsFailed: number;
  openTasks: number;
  /** Creators found. */
  found: number;
  /** Creators without details that do not say the deadline is why. */
  unexplained: number;
  charged: number;
  held: number;
}

/** All jobs there are, in the order in which they were made. */
export function readJobRecords(sql: Sql): Promise<JobRecord[]> {
  const ms = (column: string) => sql`(extract(epoch from ${sql(column)}) * 1000)::float8`;
  return sql<JobRecord[]>`
    with struck as materialized (
      select job_id, max(at) as at from (
        select job_id, at from faults_journal where what like 'connection cut %'
        union all
        select t.job_id, k.at from faults_journal k
        cross join jsonb_array_elements_text(k.tasks) as struck(id) join job_tasks t on t.id = struck.id::uuid
      ) strikes group by job_id
    )
    select j.id, j.idempotency_key as key, j.status, j.error, ${ms("j.started_at")} as started_at,
      ${ms("j.finished_at")} as finished_at, ${ms("j.deadline_at")} as deadline_at,
      ${ms("j.cancel_requested_at")} as cancel_requested_at, ${ms("s.at")} as last_struck_at,
      j.keywords_failed, j.creators_failed, t.open_tasks, c.found, c.unexplained, l.charged, l.held
    from scraping_jobs j
    cross join lateral (
      select count(*)::int as found, count(*) filter (where state = 'found'
        or (state = 'skipped' and reason is distinct from 'deadline'))::int as unexplained
      from job_creators where job_id = j.id) c
    cross join lateral (
      select count(*)::int as open_tasks from job_tasks
      where job_id = j.id and state in ('pending', 'parked', 'running')) t
    cross join lateral (
      select coalesce(-sum(held_delta) filter (where kind = 'charge'), 0)::int as charged,
        coalesce(sum(held_delta), 0)::int as held
      from ledger_entries where job_id = j.id) l
    left join struck s on s.job_id = j.id
    order by j.created_at`;
}
