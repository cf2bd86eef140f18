import { asWorker, type Transaction } from "#lib/db/index.ts";
import { type CachedCreator, isFresh } from "../core/creator-cache.ts";
import { type FairTags, nextVirtualTimes, readFairTags } from "../core/fair-queue.ts";
import { fieldsNeeded, type JobFilters } from "../core/filter-judge.ts";
import { jobStep } from "../core/job-step.ts";
import { isEnded, lockJob, lockTask } from "../core/job-tracker.ts";
import { retryTransient } from "../core/retry-transient.ts";
import { type ClaimedTask, type JobRow, type Settled, STALE, type TaskRow } from "../core/rows.ts";
import type { FoundCreator, SearchPage } from "../core/types.ts";
import { insertBatches, toBatches } from "./enrich-tasks.ts";
import { ensureSearching } from "./first-claim.ts";
import { filtersOfJob, filtersOfTask } from "./job-filters.ts";
import { addLeftOut, type LeftOut, sift } from "./left-out.ts";
import { type KnownCreator, mergeFound, type PagePlan, planPage } from "./page-plan.ts";
import { type Details, insertCreators, insertMatches, newCreators } from "./page-rows.ts";
import type { Engine } from "./types.ts";

type Known = KnownCreator & { isDelivered: boolean; cached: CachedCreator | null };

/** Saves a page (or, with null, only what is in store) in one transaction of two round trips. */
export function settlePage(engine: Engine, task: ClaimedTask, page: SearchPage | null): Promise<Settled> {
  const creators = mergeFound([...task.carry, ...(page?.creators ?? [])]);
  const pagesMax = engine.adapterOf(task.platform).limits.pagesPerKeywordMax;
  return retryTransient(() =>
    asWorker(engine.sql, async (transaction) => {
      const [own] = await lockTask(transaction, task);
      if (!own) return STALE;
      const [[locked], rows, [tags]] = await Promise.all([
        lockJob(transaction, task.jobId),
        readKnown(transaction, engine, task, creators),
        readFairTags(transaction, task),
      ]);
      if (!locked || !tags) return STALE;
      const job = await ensureSearching(transaction, engine, locked);
      const known = rows.map(toKnown);
      const filters = filtersOfJob(engine, job);
      const { wanted, leftOut } = sift(notDelivered(creators, known), known, filters);
      const plan = planPage(job, own, { creators: wanted, known, page }, pagesMax);
      return savePlan(transaction, {
        job,
        own,
        page,
        plan,
        leftOut: addLeftOut(own, leftOut),
        tags,
        details: detailsOf(creators, known),
        filters,
      });
    }),
  );
}

/** Without those whom the run has already from another of its jobs. */
function notDelivered(creators: FoundCreator[], known: Known[]): FoundCreator[] {
  const elsewhere = new Set(known.flatMap((row) => (row.isDelivered ? row.platformId : [])));
  return creators.filter((creator) => !elsewhere.has(creator.platformId));
}

/** Creators that need no call of their own: whole in the search answer, or enriched lately. */
function detailsOf(creators: FoundCreator[], known: Known[]): Map<string, Details> {
  const details = new Map<string, Details>();
  for (const { platformId, cached } of known) {
    if (cached) details.set(platformId, { ...cached, fromCache: true });
  }
  for (const { platformId, profile, emails } of creators) {
    if (emails) details.set(platformId, { profile, emails, enrichedAt: null, fromCache: false });
  }
  return details;
}

type KnownRow = KnownCreator & { isDelivered: boolean } & CachedCreator;

/** Not an async function: that would send its statement before those that are made before it, the locks. */
function readKnown(transaction: Transaction, engine: Engine, task: ClaimedTask, creators: FoundCreator[]) {
  const fresh = {
    days: engine.settings.freshDays,
    fieldsNeeded: fieldsNeeded(filtersOfTask(engine, task)),
  };
  return transaction<KnownRow[]>`
    select ids.id as platform_id, jc.platform_id is not null as is_in_job,
      exists (select 1 from job_creator_matches m where m.job_id = ${task.jobId} and m.platform_id = ids.id
        and m.keyword = ${task.unitKey}) as is_keyword_known,
      ${isDelivered(transaction, task)} as is_delivered,
      c.platform, c.profile, c.emails, c.enriched_at
    from unnest(${creators.map((creator) => creator.platformId)}::text[]) as ids(id)
    left join job_creators jc on jc.job_id = ${task.jobId} and jc.platform_id = ids.id
    left join creators c on c.platform = ${task.platform} and c.platform_id = ids.id
      and ${isFresh(transaction, fresh)}`;
}

/**
 * Part of a statement over creators `ids` and `jc`: whether another job of the run delivered it. Asked by a retry alone:
 * what the run had before is neither delivered nor charged again.
 */
function isDelivered(transaction: Transaction, { jobId, platform, retriedRunId }: ClaimedTask) {
  if (retriedRunId === null) return transaction`false`;
  return transaction`(jc.platform_id is null and exists (
    select 1 from scraping_jobs other
    join job_creators d on d.job_id = other.id and d.platform_id = ids.id
    where other.run_id = ${retriedRunId} and other.platform = ${platform} and other.id <> ${jobId}))`;
}

function toKnown({ platform, profile, emails, enrichedAt, ...row }: KnownRow): Known {
  const { platformId } = row;
  return { ...row, cached: enrichedAt ? { platform, platformId, profile, emails, enrichedAt } : null };
}

async function savePlan(
  transaction: Transaction,
  save: {
    job: JobRow;
    own: TaskRow;
    page: SearchPage | null;
    plan: PagePlan;
    leftOut: LeftOut;
    tags: FairTags;
    details: Map<string, Details>;
    filters: JobFilters | null;
  },
): Promise<Settled> {
  const { job, own, page, plan, leftOut, tags, details, filters } = save;
  const creators = newCreators(job, plan.inserted, details, filters);
  const complete = creators.filter((creator) => creator.state === "enriched");
  const toEnrich = job.cancelRequestedAt
    ? []
    : creators.flatMap(({ state, platformId }) => (state === "found" ? platformId : []));
  const batches = toBatches(`${own.id}:${own.settles}`, toEnrich);
  const times = nextVirtualTimes(job, tags, batches.length + (plan.state === "pending" ? 1 : 0));
  const version = job.version + 1;
  const isClosed = plan.state === "done" || plan.state === "cancelled";

  const writes = [
    ...insertCreators(transaction, { job, own, creators, version }),
    ...insertMatches(transaction, { job, own, plan, version }),
    ...insertBatches(transaction, job, { batches, virtualTimes: times }),
    transaction`
      update job_tasks set state = ${plan.state}, lease_token = null, lease_until = null, woken_until = null,
        attempts = 0, next_at = clock_timestamp(), wake_seq = wake_seq + 1, error = null, error_code = null,
        virtual_time = ${plan.state === "pending" ? (times.at(-1) ?? own.virtualTime) : own.virtualTime},
        taken = taken + ${plan.inserted.length}, found = found + ${plan.newlyFound},
        left_out = ${leftOut.count}, left_out_by = ${transaction.json(leftOut.by)},
        cursor = ${page ? page.nextCursor : own.cursor}, exhausted = ${plan.exhausted},
        seen_cursors = case when ${page !== null && own.cursor !== null}
          then array_append(seen_cursors, ${own.cursor}) else seen_cursors end,
        pages = pages + ${page ? 1 : 0}, settles = settles + 1,
        carry = ${transaction.json(isClosed ? [] : plan.carry.map((creator) => ({ ...creator }) as never))},
        cost = (select coalesce(sum(l.cost), 0) from api_call_logs l where l.task_id = ${own.id}),
        reason = ${isClosed && page === null && plan.inserted.length === 0 && !plan.exhausted ? "not_needed" : null},
        finished_at = case when ${isClosed} then clock_timestamp() end
      where id = ${own.id}`,
  ];

  job.creatorsFound += plan.inserted.length;
  job.creatorsEnriched += complete.length;
  job.creatorsFiltered += complete.filter((creator) => creator.filterReason !== null).length;
  job.emailsFound += complete.filter((creator) => creator.emails.length > 0).length;
  job.openTasks += batches.length;
  if (plan.state !== "pending") job.finders -= 1;
  if (plan.state === "parked") job.parkedTasks += 1;
  if (isClosed) job.openTasks -= 1;
  if (plan.state === "done") job.keywordsCompleted += 1;

  const hasReleased = await jobStep(transaction, job, {
    writes,
    charge: { count: plan.inserted.length, key: `${own.id}:${own.settles}` },
  });
  const isDue = batches.length > 0 || plan.state === "pending" || hasReleased;
  return {
    outcome: "settled",
    creators: plan.inserted.length,
    endedAccountId: isEnded(job) ? job.accountId : null,
    wake: isDue ? [job.provider] : [],
  };
}
