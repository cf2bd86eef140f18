import type { Caller } from "#lib/auth/index.ts";
import { pageOf, parseCursor } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { logger } from "#lib/log/index.ts";
import { readAsAdmin } from "./as-admin.ts";
import type { BulkAnswer, BulkBody, BulkReason } from "./bulk.types.ts";
import { filterCondition } from "./failed-tasks.ts";
import { requireKnownNames } from "./require-filter.ts";
import { isRetryable } from "./retryable.ts";

/** Jobs that one request is done to. */
const JOBS_MAX = 50;

const UNEXPECTED = {
  code: "internal",
  message: "Something went wrong on our side. It has been logged.",
} as const;

export interface JobToActOn {
  jobId: string;
  accountId: string;
  userId: string;
}

interface BulkAct {
  /** For the log: `cancel`. */
  name: string;
  /** `open`: jobs that nobody has asked to end. `retryable`: those that ended within the hours with something to be tried again. */
  jobs: "open" | "retryable";
  /** Must be safe to be done twice. False where there was nothing to do. */
  act: (job: JobToActOn) => Promise<boolean>;
}

/**
 * Does something to every job that a filter means, the oldest first and each by itself: one that fails stops no other.
 * @throws AppError `not_found` for who is no admin; `bad_request` for a name or a cursor that there is not
 */
export async function actOnJobs(caller: Caller, body: BulkBody, bulk: BulkAct): Promise<BulkAnswer> {
  requireKnownNames(body);
  const { page, nextCursor } = await findMeant(caller, body, bulk.jobs);
  let done = 0;
  const reasons = new Map<string, BulkReason>();
  for (const { jobId, accountId, userId } of page) {
    try {
      if (await bulk.act({ jobId, accountId, userId })) done += 1;
    } catch (error) {
      countReason(reasons, error);
      logger.error({ err: error, jobId, act: bulk.name }, "admin.act_failed");
    }
  }
  const told = [...reasons.values()].sort((one, other) => other.count - one.count);
  const failed = told.reduce((sum, { count }) => sum + count, 0);
  const answer = { done, failed, reasons: told, more: nextCursor !== null, nextCursor };
  const { cursor: _, ...filter } = body;
  logger.info({ userId: caller.userId, filter, act: bulk.name, done, failed }, "admin.acted");
  return answer;
}

/** What an act makes, and what fails in its course, is not meant by the requests that go on with it. */
async function findMeant(caller: Caller, { cursor, ...filter }: BulkBody, jobs: BulkAct["jobs"]) {
  const after = cursor === undefined ? null : parsePlace(cursor);
  const rows = await readAsAdmin(
    caller,
    (transaction) => transaction<(JobToActOn & { cursorAt: string; askedAt: Date })[]>`
      select j.id as job_id, j.account_id, j.user_id, j.created_at::text as cursor_at,
        statement_timestamp() as asked_at
      from scraping_jobs j
      where ${
        jobs === "open"
          ? transaction`j.finished_at is null and j.cancel_requested_at is null`
          : isRetryable(transaction, filter.hours)
      } ${filterCondition(transaction, filter)} ${
        after
          ? transaction`and j.created_at <= ${after.askedAt} and (j.created_at, j.id) >
              (${after.createdAt}::text::timestamptz, ${after.id}::uuid)`
          : transaction``
      }
      order by j.created_at, j.id limit ${JOBS_MAX + 1}`,
  );
  return pageOf(rows, JOBS_MAX, ({ jobId, askedAt }) => ({
    id: jobId,
    tail: (after?.askedAt ?? askedAt).toISOString(),
  }));
}

/** Where a request goes on, and when the first of its kind was asked. */
function parsePlace(cursor: string) {
  const place = parseCursor(cursor);
  const askedAt = new Date(place.tail);
  if (!Number.isNaN(askedAt.getTime())) return { ...place, askedAt };
  throw new AppError("bad_request", "cursor: must be one that an earlier answer gave.", { field: "cursor" });
}

/** Only what was meant to be shown is. */
function countReason(reasons: Map<string, BulkReason>, error: unknown): void {
  const { code, message } = error instanceof AppError ? error : UNEXPECTED;
  const known = reasons.get(code);
  if (known) known.count += 1;
  else reasons.set(code, { code, message, count: 1 });
}
