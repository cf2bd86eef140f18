import { randomUUID } from "node:crypto";
import { lockAccount, reserve } from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { planRefusals, throwRefusal, validateCreatorSearch } from "#lib/services/index.ts";
import type { PlatformAdapter } from "../adapters/interface.ts";
import { readSlots, startOf } from "../core/job-start.ts";
import { type RetryUnits, readRetryUnits } from "../core/retry-units.ts";
import type { JobRow, TaskPayload } from "../core/rows.ts";
import { providersOf } from "./dispatch.ts";
import { insertJob, type NewJob } from "./dispatch-rows.ts";
import { toBatches } from "./enrich-tasks.ts";
import { hashOf } from "./frozen-request.ts";
import { findByKey, type KeyOwner, type MadeJob } from "./idempotency.ts";
import { copyCreators } from "./retry-rows.ts";

export interface RetryRequest extends KeyOwner {
  /** The job whose failed units are done again; the account's own. */
  job: JobRow;
}

export interface Retried {
  answer: MadeJob;
  /** As `Dispatched.wake`. */
  wake: string[];
  /** False where the job was there already. */
  isNew: boolean;
}

/** There is nothing of the job that a retry could do again. */
export class NothingToRetry extends AppError {
  constructor(message: string) {
    super("conflict", message);
  }
}

/**
 * Makes a job of the same run that does again what failed in this one: its keywords, for what the target still lacks, and
 * the details of its creators, which are copied in without a charge. In the caller's one transaction, and started
 * there as a dispatch is. Asked twice, also at once, it answers the one retry while that is open.
 * @throws AppError `conflict` where the job has not ended or nothing of it is to be retried; as a dispatch otherwise.
 */
export async function retryJob(
  transaction: Transaction,
  adapter: PlatformAdapter,
  request: RetryRequest,
): Promise<Retried> {
  const { job, accountId } = request;
  const requestHash = hashOf({ retryOf: job.id });
  const made = await findByKey(transaction, request, requestHash);
  if (made) return { answer: made, wake: [], isNew: false };
  if (!job.finishedAt) {
    throw new AppError("conflict", "The job has not ended yet: what failed can be retried then.");
  }
  // Under the account's lock nobody else makes or starts a retry: what is read from here on holds.
  await lockAccount(transaction, accountId);
  const open = await findOpenRetry(transaction, job);
  if (open) return { answer: open, wake: [], isNew: false };
  const wanted = wantedOf(await readRetryUnits(transaction, accountId, job.id));
  return makeRetry(transaction, adapter, { ...request, requestHash, wanted });
}

async function makeRetry(
  transaction: Transaction,
  adapter: PlatformAdapter,
  make: RetryRequest & { requestHash: string; wanted: Wanted },
): Promise<Retried> {
  const { job, accountId, userId, requestHash, idempotencyKey, wanted } = make;
  const { targetResults, keywords, expansion } = wanted;
  const [covered, slots] = await Promise.all([
    validateCreatorSearch(userId, targetResults, { accountId, tx: transaction }),
    readSlots(transaction, { accountId, provider: adapter.provider }),
  ]);
  // Keywords that expansion added were never counted.
  const keywordCount = keywords.filter(({ source }) => source === "user").length;
  throwRefusal(planRefusals(covered, { platform: adapter, keywordCount, targetResults }));
  const jobId = randomUUID();
  const batches = toBatches("retry", wanted.creatorIds);
  const pendingCount = Math.min(keywords.length, targetResults);
  const start = startOf(slots, covered.plan, {
    pendingCount: pendingCount + batches.length,
    isExpanded: expansion,
  });
  const retry: NewJob = {
    ...inherit(job, wanted),
    ...{ jobId, accountId, userId, adapter, idempotencyKey, requestHash },
    ...{ targetResults, keywords, pendingCount, batches, start },
    expansion: expansion ? await readExpansion(transaction, job) : null,
  };
  // One round trip: each is under way before the next is made.
  await Promise.all([
    ...insertJob(transaction, retry).map((statement) => statement.execute()),
    ...copyCreators(transaction, { fromJobId: job.id, toJobId: jobId, batches }).map((copy) =>
      copy.execute(),
    ),
    reserve(transaction, { accountId, userId, jobId, unit: "creators", amount: targetResults }),
  ]);
  return {
    answer: { jobId, runId: job.runId, status: start ? "dispatching" : "pending" },
    wake: providersOf(start, adapter, expansion),
    isNew: true,
  };
}

/** What a retry has from the job that it does again. */
function inherit(job: JobRow, { keywords, targetResults, expansion }: Wanted) {
  // Dispatch wrote the request, from a body that the schema had passed.
  const asked = job.request as object;
  return {
    runId: job.runId,
    campaignId: job.campaignId,
    retryOf: job.id,
    againOf: null,
    searchKey: null,
    request: { ...asked, keywords: keywords.map(({ keyword }) => keyword), targetResults, expand: expansion },
  };
}

/**
 * The retry of this job that is under way.
 * @throws AppError `conflict` where it is of another job of the run: the two might deliver the same.
 */
async function findOpenRetry(transaction: Transaction, job: JobRow): Promise<MadeJob | undefined> {
  const [open] = await transaction<(MadeJob & { retryOf: string })[]>`
    select id as job_id, run_id, status, retry_of from scraping_jobs
    where run_id = ${job.runId} and platform = ${job.platform} and retry_of is not null and finished_at is null`;
  if (!open) return undefined;
  const { retryOf, ...made } = open;
  if (retryOf === job.id) return made;
  throw new AppError("conflict", "Another retry of this run is under way: wait for its end, or cancel it.");
}

interface Wanted extends Pick<RetryUnits, "keywords" | "creatorIds" | "expansion"> {
  targetResults: number;
}

/** @throws NothingToRetry that says why */
function wantedOf(units: RetryUnits | undefined): Wanted {
  const { keywords = [], creatorIds = [], expansion = false, left = 0 } = units ?? {};
  const hasSearch = keywords.length > 0 || expansion;
  if (creatorIds.length === 0 && !hasSearch) {
    throw new NothingToRetry("Nothing failed in this job that a retry has not taken over already.");
  }
  if (hasSearch && left > 0) return { keywords, creatorIds, expansion, targetResults: left };
  if (creatorIds.length > 0) return { keywords: [], creatorIds, expansion: false, targetResults: 0 };
  throw new NothingToRetry("The target was met without what failed: nothing is left to search for.");
}

/** What the expansion of the job was, or would have been, given; and what the run has searched since. */
async function readExpansion(transaction: Transaction, job: JobRow): Promise<TaskPayload> {
  const [[task], searched] = await Promise.all([
    transaction<{ payload: TaskPayload }[]>`
      select payload from job_tasks where job_id = ${job.id} and kind = 'expand'`,
    transaction<{ keyword: string }[]>`
      select distinct t.unit_key as keyword from scraping_jobs j join job_tasks t on t.job_id = j.id
      where j.run_id = ${job.runId} and j.platform = ${job.platform} and t.kind = 'search'`,
  ]);
  const { keywords = [] } = job.request as { keywords?: string[] };
  return {
    givenKeywords: task?.payload.givenKeywords ?? keywords,
    searchedKeywords: searched.map(({ keyword }) => keyword),
  };
}
