import type { Transaction } from "#lib/db/index.ts";
import { jobStep } from "./job-step.ts";
import { isEnded, lockJob } from "./job-tracker.ts";
import type { JobRow } from "./rows.ts";

interface ClosedTasks {
  kind: string;
  wasParked: boolean;
  count: number;
}

/**
 * Ends a job whose deadline has passed. Under the job's lock it waits for no task that may be running: its
 * holder may wait for the job. One that is just then settled keeps the job open for one more sweep.
 */
export async function finishLate(transaction: Transaction, jobId: string): Promise<JobRow | undefined> {
  const [job] = await lockJob(transaction, jobId);
  if (!job || isEnded(job)) return undefined;
  const [late] = await transaction`
    select 1 from scraping_jobs where id = ${jobId} and deadline_at < clock_timestamp()`;
  if (!late) return undefined;
  const closed = await transaction<ClosedTasks[]>`
    with parked as (
      select id, true as was_parked from job_tasks
      where job_id = ${jobId} and state = 'parked' order by id for update
    ), rest as (
      select id, false as was_parked from job_tasks
      where job_id = ${jobId} and state in ('pending', 'running') order by id for update skip locked
    ), closed as (
      update job_tasks t set state = 'failed', error = 'The deadline has passed.', error_code = 'deadline',
        lease_token = null, lease_until = null, woken_until = null, carry = '[]',
        finished_at = clock_timestamp()
      from (select * from parked union all select * from rest) o where t.id = o.id
      returning t.kind, o.was_parked
    )
    select kind, was_parked, count(*)::int as count from closed group by kind, was_parked`;
  for (const { kind, wasParked, count } of closed) {
    job.openTasks -= count;
    if (wasParked) job.parkedTasks -= count;
    else if (kind !== "enrich") job.finders -= count;
    if (kind === "search") job.keywordsFailed += count;
    if (kind === "expand") job.expansionStatus = "failed";
  }
  job.error = "deadline";
  await jobStep(transaction, job);
  return job;
}
