import type { Sql } from "#lib/db/index.ts";
import type { ProviderCall } from "../provider.ts";

/** A call as the log has it. Times are Unix ms. */
export interface LoggedCall {
  jobId: string;
  action: string;
  /** The platform, what was asked for, and about whom. */
  unit: string;
  outcome: string;
  startedAt: number;
  /** Null for one whose end is not known. */
  completedAt: number | null;
  /** Of the process that made it. */
  processId: string;
}

/** What a call at the provider was for, as the log says it. */
export function unitOf({ path, query }: Pick<ProviderCall, "path" | "query">): string {
  const platform = path.split("/")[2];
  const keyword = query.query;
  return keyword === undefined
    ? `${platform} profile ${query.handle ?? query.channelId}`
    : `${platform} search ${keyword}`;
}

/** The calls of the campaign's jobs. A channel is asked for by its id and logged by its handle. */
export function readLoggedCalls(sql: Sql, run: string): Promise<LoggedCall[]> {
  return sql<LoggedCall[]>`
    select l.job_id, l.action, j.platform || ' ' || l.action || ' ' || case
        when j.platform = 'youtube' and l.action = 'profile' then coalesce((select c.platform_id from job_creators c
          where c.job_id = j.id and c.handle = l.reason limit 1), l.reason)
        else l.reason end as unit, l.outcome,
      (extract(epoch from l.started_at) * 1000)::float8 as started_at,
      (extract(epoch from l.completed_at) * 1000)::float8 as completed_at,
      coalesce((select split_part(worker, ':', -2) from faults_journal
        where task_id = l.task_id and what = 'claimed' and at <= l.started_at
        order by at desc limit 1), '') as process_id
    from api_call_logs l join scraping_jobs j on j.id = l.job_id
    where j.idempotency_key like ${`${run}-%`} order by l.started_at`;
}
