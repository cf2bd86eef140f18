import { pageOf, parseCursor, type Transaction } from "#lib/db/index.ts";
import { isTerminal, type JobListQuery, type JobState } from "../types.ts";
import type { JobRow } from "../v2/index.ts";

/** A job with the names that it refers to, and what its calls have cost. */
export type JobRecord = JobRow & {
  userName: string;
  campaignName: string | null;
  spent: number;
  request: { keywords?: string[] };
};

/** The account is part of every condition, beside the row-level security of the role. */
export async function findJob(
  transaction: Transaction,
  accountId: string,
  jobId: string,
): Promise<JobRecord | undefined> {
  const [job] = await transaction<JobRecord[]>`
    select ${recordColumns(transaction)} from scraping_jobs j ${recordJoins(transaction)}
    where j.id = ${jobId} and j.account_id = ${accountId}`;
  return job;
}

/** Newest first. The cursor is the last row's time and id. */
export async function findJobs(
  transaction: Transaction,
  accountId: string,
  query: JobListQuery,
): Promise<{ jobs: JobRecord[]; nextCursor: string | null }> {
  const after = query.cursor ? parseCursor(query.cursor) : null;
  // Each condition only where it is asked for: the planner then chooses its index.
  const rows = await transaction<(JobRecord & { cursorAt: string })[]>`
    select ${recordColumns(transaction)}, j.created_at::text as cursor_at
    from scraping_jobs j ${recordJoins(transaction)}
    where j.account_id = ${accountId} ${stateCondition(transaction, query.state)}
      ${query.runId ? transaction`and j.run_id = ${query.runId}` : transaction``}
      ${query.platform ? transaction`and j.platform = ${query.platform}` : transaction``}
      ${query.campaignId ? transaction`and j.campaign_id = ${query.campaignId}` : transaction``}
      ${query.userId ? transaction`and j.user_id = ${query.userId}` : transaction``}
      ${after ? transaction`and (j.created_at, j.id) < (${after.createdAt}::text::timestamptz, ${after.id}::uuid)` : transaction``}
    order by j.created_at desc, j.id desc
    limit ${query.limit + 1}`;
  const { page, nextCursor } = pageOf(rows, query.limit, ({ id }) => ({ id }));
  return { jobs: page, nextCursor };
}

/** The newest jobs of each of these runs, so many at most of one. */
export function findJobsOfRuns(
  transaction: Transaction,
  accountId: string,
  runs: { runIds: readonly string[]; jobsPerRunMax: number },
): Promise<JobRecord[]> {
  return transaction<JobRecord[]>`
    select ${recordColumns(transaction)}
    from unnest(${[...runs.runIds]}::uuid[]) as run(id)
    cross join lateral (
      select * from scraping_jobs where run_id = run.id and account_id = ${accountId}
      order by created_at desc, id desc limit ${runs.jobsPerRunMax}
    ) j ${recordJoins(transaction)}
    order by j.created_at, j.id`;
}

function recordColumns(transaction: Transaction) {
  return transaction`j.*, coalesce(u.name, 'former member') as user_name, c.name as campaign_name,
    coalesce(s.credits, 0) as spent`;
}

function recordJoins(transaction: Transaction) {
  return transaction`left join users u on u.id = j.user_id left join campaigns c on c.id = j.campaign_id
    left join job_spend s on s.job_id = j.id`;
}

/** `finished_at` also where a status says as much: its index holds the open jobs alone. */
export function stateCondition(transaction: Transaction, state: JobState | undefined) {
  if (state === undefined) return transaction``;
  if (state === "open") return transaction`and j.finished_at is null`;
  if (state === "ended") return transaction`and j.finished_at is not null`;
  return isTerminal(state)
    ? transaction`and j.status = ${state}`
    : transaction`and j.finished_at is null and j.status = ${state}`;
}

/** The place in line of those that wait for a slot; 1 is next. */
export async function readPlace(
  transaction: Transaction,
  accountId: string,
  jobs: readonly Pick<JobRow, "id" | "status">[],
): Promise<Map<string, number>> {
  if (!jobs.some((job) => job.status === "pending")) return new Map();
  const rows = await transaction<{ id: string; place: number }[]>`
    select id, (row_number() over (order by created_at, id))::int as place from scraping_jobs
    where account_id = ${accountId} and status = 'pending' and finished_at is null`;
  return new Map(rows.map((row) => [row.id, row.place]));
}
