import type { Transaction } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import type { JobListQuery } from "../types.ts";
import type { JobRow } from "../v2/index.ts";

/** A job with the name of who asked for it. */
export type JobRecord = JobRow & { createdBy: string; request: { keywords?: string[] } };

/** The account is part of every condition, beside the row-level security of the role. */
export async function findJob(
  transaction: Transaction,
  accountId: string,
  jobId: string,
): Promise<JobRecord | undefined> {
  const [job] = await transaction<JobRecord[]>`
    select j.*, coalesce(u.name, 'former member') as created_by
    from scraping_jobs j left join users u on u.id = j.user_id
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
  const rows = await transaction<(JobRecord & { createdAtText: string })[]>`
    select j.*, coalesce(u.name, 'former member') as created_by, j.created_at::text as created_at_text
    from scraping_jobs j left join users u on u.id = j.user_id
    where j.account_id = ${accountId}
      and (${query.runId ?? null}::uuid is null or j.run_id = ${query.runId ?? null})
      and (${query.status ?? null}::text is null or j.status = ${query.status ?? null})
      and (${after?.createdAt ?? null}::timestamptz is null
        or (j.created_at, j.id) < (${after?.createdAt ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by j.created_at desc, j.id desc
    limit ${query.limit + 1}`;
  const jobs = rows.slice(0, query.limit);
  const last = jobs.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return { jobs, nextCursor: hasMore ? encodeCursor(last.createdAtText, last.id) : null };
}

function encodeCursor(createdAt: string, id: string): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString("base64url");
}

const CREATED_AT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function parseCursor(cursor: string): { createdAt: string; id: string } {
  try {
    const [createdAt, id]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (
      typeof createdAt === "string" &&
      typeof id === "string" &&
      CREATED_AT.test(createdAt) &&
      !Number.isNaN(Date.parse(createdAt)) &&
      UUID.test(id)
    ) {
      return { createdAt, id };
    }
  } catch {
    // Told below.
  }
  throw new AppError("bad_request", "cursor: must be one that an earlier answer gave.", { field: "cursor" });
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
