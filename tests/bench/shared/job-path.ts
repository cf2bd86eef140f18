import {
  type CriticalPath,
  criticalPathOf,
  type PathCall,
  type PathJob,
  type PathTask,
} from "./critical-path.ts";
import type { JobTimes } from "./jobs.ts";
import type { World } from "./world.ts";

/**
 * What a job that has ended waited for, in whole milliseconds: read from the rows of its tasks and from the call log.
 * Any time after its end will do.
 */
export async function jobPathOf(
  world: World,
  { jobId, sentAtMs }: Pick<JobTimes, "jobId" | "sentAtMs">,
  parallelMax: number,
): Promise<CriticalPath> {
  const [job] = await world.sql<Omit<PathJob, "sentAtMs">[]>`
    select (extract(epoch from created_at) * 1000)::float8 as created_at_ms,
      (extract(epoch from started_at) * 1000)::float8 as started_at_ms,
      (extract(epoch from finished_at) * 1000)::float8 as finished_at_ms
    from scraping_jobs where id = ${jobId} and started_at is not null and finished_at is not null`;
  if (!job) throw new Error(`job ${jobId} has not ended`);
  const tasks = await world.sql<PathTask[]>`
    select t.id, t.kind, (extract(epoch from t.created_at) * 1000)::float8 as created_at_ms,
      (extract(epoch from t.started_at) * 1000)::float8 as claimed_at_ms,
      (extract(epoch from t.finished_at) * 1000)::float8 as finished_at_ms,
      (select c.task_id from job_creators c
        where c.job_id = t.job_id and c.platform_id = t.payload -> 'creatorIds' ->> 0) as found_by
    from job_tasks t where t.job_id = ${jobId} and t.started_at is not null and t.finished_at is not null`;
  const calls = await world.sql<PathCall[]>`
    select task_id, (extract(epoch from started_at) * 1000)::float8 as started_at_ms,
      (extract(epoch from completed_at) * 1000)::float8 as ended_at_ms
    from api_call_logs
    where completed_at >= to_timestamp(${sentAtMs / 1_000}::float8)
      and started_at <= to_timestamp(${job.finishedAtMs / 1_000}::float8)`;
  const path = criticalPathOf({ job: { sentAtMs, ...job }, tasks, calls }, parallelMax);
  const rounded = Object.entries(path).map(([part, ms]) => [part, Math.round(ms)]);
  return Object.fromEntries(rounded) as CriticalPath;
}
