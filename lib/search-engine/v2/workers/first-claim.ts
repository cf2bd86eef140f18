import { asWorker, type Transaction } from "#lib/db/index.ts";
import { deadlineMs } from "../core/config.ts";
import { markSearching } from "../core/job-tracker.ts";
import { retryTransient } from "../core/retry-transient.ts";
import type { ClaimedTask, JobRow } from "../core/rows.ts";
import type { Engine } from "./types.ts";

/** After the first claim of a job: it is searching, and its deadline runs. */
export async function beginJob(engine: Engine, task: ClaimedTask): Promise<void> {
  if (task.jobStatus !== "dispatching") return;
  await retryTransient(() =>
    asWorker(engine.sql, async (transaction) => {
      const [job] = await transaction<JobRow[]>`
        select * from scraping_jobs where id = ${task.jobId} and status = 'dispatching'`;
      if (job) await markSearching(transaction, job.id, deadlineOf(engine, job));
    }),
  );
}

/** The same for a settle, should the transaction after the claim have been lost. */
export async function ensureSearching(
  transaction: Transaction,
  engine: Engine,
  job: JobRow,
): Promise<JobRow> {
  if (job.status !== "dispatching") return job;
  const [moved] = await markSearching(transaction, job.id, deadlineOf(engine, job));
  return moved ?? job;
}

function deadlineOf(engine: Engine, job: JobRow): number {
  const adapter = engine.adapterOf(job.platform);
  const { pageSize, searchMs, profileMs } = adapter.limits;
  const { parallelMax } = engine.providerOf(adapter.provider).limits();
  return deadlineMs(
    { targetResults: job.targetResults + job.creatorsCopied, pageSize, searchMs, profileMs, parallelMax },
    engine.settings,
  );
}
