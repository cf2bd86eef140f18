import { asWorker } from "#lib/db/index.ts";
import { EXPANSION_KEYWORDS_MAX } from "../core/config.ts";
import { nextVirtualTimes, readFairTags } from "../core/fair-queue.ts";
import { jobStep } from "../core/job-step.ts";
import { isEnded, isTargetMet, lockJob, lockTask } from "../core/job-tracker.ts";
import { distinctKeywords } from "../core/keyword.ts";
import { expandOnce } from "../core/keyword-cache.ts";
import type { ExpandedKeyword } from "../core/keyword-expander.ts";
import { retryTransient } from "../core/retry-transient.ts";
import { type ClaimedTask, type Settled, STALE } from "../core/rows.ts";
import { ensureSearching } from "./first-claim.ts";
import { insertKeywords } from "./keyword-tasks.ts";
import type { Engine, TaskRun } from "./types.ts";

/** Asks for more keywords and adds a search task for each. Its failure never fails a job. */
export async function runExpand(engine: Engine, task: ClaimedTask, run: TaskRun): Promise<Settled> {
  const { keywords } = await expandOnce(engine.sql, engine.expand, {
    keywords: task.payload.givenKeywords ?? (await readGiven(engine, task)),
    platform: task.platform,
    purpose: {
      accountId: task.accountId,
      userId: null,
      jobId: task.jobId,
      lease: { taskId: task.id, leaseToken: task.leaseToken },
      signal: run.signal,
    },
  });
  return settleExpansion(engine, task, keywords);
}

async function readGiven(engine: Engine, task: ClaimedTask): Promise<string[]> {
  const given = await asWorker(
    engine.sql,
    (transaction) => transaction<{ keyword: string }[]>`
      select keyword from job_tasks where job_id = ${task.jobId} and kind = 'search' and keyword_source = 'user'
      order by sequence`,
  );
  return given.map((row) => row.keyword);
}

function settleExpansion(engine: Engine, task: ClaimedTask, keywords: ExpandedKeyword[]): Promise<Settled> {
  return retryTransient(() =>
    asWorker(engine.sql, async (transaction) => {
      const [own] = await lockTask(transaction, task);
      if (!own) return STALE;
      const [[locked], existing] = await Promise.all([
        lockJob(transaction, task.jobId),
        transaction<{ unitKey: string }[]>`
          select unit_key from job_tasks where job_id = ${task.jobId} and kind = 'search'`,
      ]);
      if (!locked) return STALE;
      const job = await ensureSearching(transaction, engine, locked);
      const [tags] = await readFairTags(transaction, job);
      if (!tags) return STALE;
      const isWanted = !job.cancelRequestedAt && !isTargetMet(job);
      const known = new Set([...existing.map((row) => row.unitKey), ...(own.payload.searchedKeywords ?? [])]);
      const added = isWanted ? onlyNew(keywords, known).slice(0, EXPANSION_KEYWORDS_MAX) : [];
      const pendingCount = Math.max(0, Math.min(added.length, job.targetResults - job.keywordsDispatched));
      const share = Math.ceil(job.targetResults / (job.keywordsDispatched + EXPANSION_KEYWORDS_MAX));
      const times = nextVirtualTimes(job, tags, pendingCount);
      const writes = [
        ...insertKeywords(transaction, job, {
          keywords: added.map(({ keyword, reason }) => ({ keyword, reason, source: "expansion" as const })),
          share,
          pendingCount,
          virtualTimes: times,
        }),
        transaction`
          update job_tasks set state = ${job.cancelRequestedAt ? "cancelled" : "done"}, lease_token = null,
            lease_until = null, woken_until = null, error = null, error_code = null,
            cost = (select coalesce(sum(l.cost), 0) from api_call_logs l where l.task_id = ${own.id}),
            reason = ${isWanted ? null : "not_needed"}, finished_at = clock_timestamp()
          where id = ${own.id}`,
      ];
      job.openTasks += added.length - 1;
      job.finders += pendingCount - 1;
      job.parkedTasks += added.length - pendingCount;
      job.keywordsDispatched += added.length;
      job.expansionStatus = isWanted ? "completed" : "not_needed";
      const hasReleased = await jobStep(transaction, job, { writes });
      return {
        outcome: "settled",
        creators: 0,
        endedAccountId: isEnded(job) ? job.accountId : null,
        wake: pendingCount > 0 || hasReleased ? [job.provider] : [],
      };
    }),
  );
}

function onlyNew(keywords: ExpandedKeyword[], known: ReadonlySet<string>): ExpandedKeyword[] {
  const reasons = new Map(keywords.map(({ keyword, reason }) => [distinctKeywords([keyword])[0], reason]));
  return distinctKeywords(keywords.map(({ keyword }) => keyword))
    .filter((keyword) => !known.has(keyword))
    .map((keyword) => ({ keyword, reason: reasons.get(keyword) ?? "" }));
}
