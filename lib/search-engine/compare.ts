import type { Caller } from "#lib/auth/index.ts";
import { asReader, database, type Transaction } from "#lib/db/index.ts";
import { AppError, notFound } from "#lib/errors.ts";
import type { CompareAnswer, ComparedRun, CompareQuery } from "./compare.types.ts";
import { countCompared, readCompared } from "./reading/compare-rows.ts";
import { readScopes } from "./reading/kinship.ts";
import { findEarlier, findRun, type RunRecord, readRunJobs } from "./reading/run-queries.ts";

/**
 * What a run brought that another did not, what it no longer brought, and what of the rest has changed. Creators are
 * compared as each run has them, retries included; one without details in either run has changed in nothing.
 * @throws AppError `not_found` for a run that is not the account's, `bad_request` for a run with itself.
 */
export async function compareRuns(
  { accountId }: Caller,
  runId: string,
  query: CompareQuery,
): Promise<CompareAnswer> {
  if (query.with === runId) {
    throw new AppError("bad_request", "with: must be another run.", { field: "with" });
  }
  return asReader(database(), accountId, async (transaction) => {
    const run = await requireRun(transaction, accountId, runId);
    const other =
      query.with === undefined
        ? await findEarlier(transaction, accountId, run)
        : await requireRun(transaction, accountId, query.with);
    const own = await describe(transaction, accountId, run);
    if (!other) {
      return {
        ...own,
        with: null,
        counts: { new: 0, changed: 0, gone: 0, same: 0 },
        creators: [],
        nextCursor: null,
      };
    }
    const pair = { accountId, runId, withRunId: other.id };
    const [against, counts, page] = await Promise.all([
      describe(transaction, accountId, other),
      countCompared(transaction, pair),
      readCompared(transaction, pair, query),
    ]);
    return { ...own, with: against, counts, ...page };
  });
}

async function requireRun(transaction: Transaction, accountId: string, runId: string): Promise<RunRecord> {
  const run = await findRun(transaction, accountId, runId);
  if (!run) throw notFound("run");
  return run;
}

async function describe(
  transaction: Transaction,
  accountId: string,
  { id, createdAt }: RunRecord,
): Promise<ComparedRun> {
  const jobs = await readRunJobs(transaction, accountId, id);
  const scopes = await readScopes(transaction, accountId, jobs);
  const isOpen = jobs.some((job) => job.finishedAt === null);
  const hasGaps =
    jobs.some((job) => job.status === "cancelled" && job.retryOf === null) ||
    [...scopes.values()].some(({ keywords, creators, expansion }) => keywords + creators > 0 || expansion);
  const state = isOpen ? "running" : hasGaps ? "partial" : "complete";
  return { runId: id, at: createdAt.toISOString(), state };
}
