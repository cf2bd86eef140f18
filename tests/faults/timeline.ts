import type { Sql } from "#lib/db/index.ts";

interface Moment {
  at: string;
  what: string;
}

/** All that is known of a job, in order: what became of its tasks, what struck them, and its calls. */
export async function readTimeline(sql: Sql, jobId: string): Promise<string[]> {
  const [job] = await sql<{ line: string }[]>`
    select format('%s %s: %s found of %s, %s enriched, %s failed, %s open tasks', coalesce(idempotency_key, ''), status,
      creators_found, target_results, creators_enriched, creators_failed, open_tasks) as line
    from scraping_jobs where id = ${jobId}`;
  const moments = await sql<Moment[]>`
    select to_char(at, 'HH24:MI:SS.MS') as at, what from (
      select at, format('%s %s', what, coalesce(label, '')) || coalesce(format(' run %s, attempt %s, by %s', run,
        coalesce(attempts::text, '-'), worker), '') as what
      from faults_journal where job_id = ${jobId}
      union all
      select j.at, format('%s the process of %s', j.what, t.unit_key)
      from faults_journal j cross join jsonb_array_elements_text(j.tasks) as struck(id)
      join job_tasks t on t.id = struck.id::uuid
      where t.job_id = ${jobId} and j.job_id <> ${jobId}
      union all
      select started_at, format('call %s %s: %s %s', action, coalesce(reason, ''), outcome,
        coalesce(duration_ms || ' ms', ''))
      from api_call_logs where job_id = ${jobId}
    ) moments order by moments.at`;
  const lines = moments.map(({ at, what }) => `${at}  ${what}`);
  return [`Job ${jobId} ${job?.line ?? "is not there"}`, ...lines];
}
