import type { Caller } from "#lib/auth/index.ts";
import { pageOf, parseCursor, type Transaction } from "#lib/db/index.ts";
import { stateCondition } from "#lib/search-engine/index.ts";
import type { AdminJob, AdminJobsAnswer, AdminJobsQuery } from "./admin.types.ts";
import { readAsAdmin } from "./as-admin.ts";
import { filterCondition } from "./failed-tasks.ts";
import { requireKnownNames } from "./require-filter.ts";
import { isRetryable } from "./retryable.ts";

type Moments = "cancelRequestedAt" | "deadlineAt" | "createdAt" | "startedAt" | "finishedAt";
type StoredJob = Omit<AdminJob, Moments> & {
  cancelRequestedAt: Date | null;
  deadlineAt: Date | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  cursorAt: string;
};

/**
 * The jobs of all accounts that a filter means, newest first.
 * @throws AppError `not_found` for who is no admin; `bad_request` for a name or a cursor that there is not
 */
export async function listAdminJobs(caller: Caller, query: AdminJobsQuery): Promise<AdminJobsAnswer> {
  requireKnownNames(query);
  const after = query.cursor ? parseCursor(query.cursor) : null;
  const rows = await readAsAdmin(
    caller,
    (transaction) => transaction<StoredJob[]>`
      ${selectJobs(transaction)}
      where true ${inState(transaction, query)} ${filterCondition(transaction, query)}
        ${after ? transaction`and (j.created_at, j.id) < (${after.createdAt}::text::timestamptz, ${after.id}::uuid)` : transaction``}
      order by j.created_at desc, j.id desc limit ${query.limit + 1}`,
  );
  const { page, nextCursor } = pageOf(rows, query.limit, ({ jobId }) => ({ id: jobId }));
  return { jobs: page.map(toAdminJob), nextCursor };
}

function inState(transaction: Transaction, { state, hours }: AdminJobsQuery) {
  return state === "retryable"
    ? transaction`and ${isRetryable(transaction, hours)}`
    : stateCondition(transaction, state);
}

export async function findAdminJob(transaction: Transaction, jobId: string): Promise<AdminJob | undefined> {
  const [job] = await transaction<StoredJob[]>`${selectJobs(transaction)} where j.id = ${jobId}`;
  return job && toAdminJob(job);
}

function selectJobs(transaction: Transaction) {
  return transaction`
    select j.id as job_id, j.run_id, j.account_id, a.name as account_name, j.user_id,
      coalesce(u.name, 'former member') as user_name, j.platform, j.provider, j.status,
      coalesce(j.request -> 'keywords', '[]') as keywords, j.target_results, j.creators_found, j.creators_enriched,
      j.creators_failed, j.emails_found, j.keywords_failed, j.open_tasks, j.percent,
      coalesce((select credits from job_spend where job_id = j.id), 0) as cost, j.error, j.cancel_requested_at, j.deadline_at, j.created_at, j.started_at,
      j.finished_at, j.created_at::text as cursor_at
    from scraping_jobs j join accounts a on a.id = j.account_id left join users u on u.id = j.user_id`;
}

function toAdminJob({ cursorAt: _, ...job }: StoredJob): AdminJob {
  return {
    ...job,
    cancelRequestedAt: job.cancelRequestedAt?.toISOString() ?? null,
    deadlineAt: job.deadlineAt?.toISOString() ?? null,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
}
