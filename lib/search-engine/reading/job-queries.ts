import { z } from "zod";
import type { Transaction } from "#lib/db/index.ts";
import type { JobListQuery } from "../types.ts";
import type { JobRow } from "../v2/index.ts";
import { encodeCursor, fromMicroseconds, moment, parseCursor, toMicroseconds } from "./cursor.ts";

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

const cursorSchema = z.tuple([moment, z.uuid()]);

/** Newest first. The cursor is the last row's time and id. */
export async function findJobs(
  transaction: Transaction,
  accountId: string,
  query: JobListQuery,
): Promise<{ jobs: JobRecord[]; nextCursor: string | null }> {
  const [createdAt, id] = parseCursor(query.cursor, cursorSchema) ?? [null, null];
  const rows = await transaction<(JobRecord & { createdAtMicroseconds: number })[]>`
    select j.*, coalesce(u.name, 'former member') as created_by, ${toMicroseconds(transaction, "j.created_at")} as created_at_microseconds
    from scraping_jobs j left join users u on u.id = j.user_id
    where j.account_id = ${accountId}
      and (${query.runId ?? null}::uuid is null or j.run_id = ${query.runId ?? null})
      and (${query.status ?? null}::text is null or j.status = ${query.status ?? null})
      and (${id}::uuid is null
        or (j.created_at, j.id) < (${fromMicroseconds(transaction, createdAt)}, ${id}::uuid))
    order by j.created_at desc, j.id desc
    limit ${query.limit + 1}`;
  const jobs = rows.slice(0, query.limit);
  const last = jobs.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return { jobs, nextCursor: hasMore ? encodeCursor([last.createdAtMicroseconds, last.id]) : null };
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
