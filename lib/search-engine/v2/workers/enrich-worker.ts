import { asWorker } from "#lib/db/index.ts";
import { callsOf } from "../core/claim.ts";
import { backoffMs } from "../core/config.ts";
import { takeFlights } from "../core/creator-cache.ts";
import { fieldsNeeded } from "../core/filter-judge.ts";
import { withLanguage } from "../core/profile-language.ts";
import { ProviderError } from "../core/provider-error.ts";
import { retryTransient } from "../core/retry-transient.ts";
import type { ClaimedTask, Settled } from "../core/rows.ts";
import type { CreatorProfile } from "../core/types.ts";
import type { CreatorResult } from "./batch-rows.ts";
import { filtersOfTask, type SeenPost, seenPosts } from "./job-filters.ts";
import { settleBatch } from "./settle-batch.ts";
import type { Engine, TaskRun } from "./types.ts";

interface OpenCreator {
  platformId: string;
  handle: string;
  posts: SeenPost[];
}

/** How long a batch waits for what another task is fetching: at first, and at most. */
const BUSY_RETRY_MS = 400;
const BUSY_RETRY_MS_MAX = 5_000;

/** Completes the creators of a batch that are still open: from the cache, or with one fetch each. */
export async function runEnrich(engine: Engine, task: ClaimedTask, run: TaskRun): Promise<Settled> {
  const open = await readOpen(engine, task);
  const ids = open.map((creator) => creator.platformId);
  const fresh = {
    days: engine.settings.freshDays,
    fieldsNeeded: fieldsNeeded(filtersOfTask(engine, task)),
  };
  const flights = await retryTransient(() => takeFlights(engine.sql, task, ids, fresh));
  const results = new Map<string, CreatorResult>();
  for (const { platformId, posts } of open) {
    const cached = flights.fresh.get(platformId);
    if (!cached) continue;
    const { profile, emails, enrichedAt } = cached;
    results.set(platformId, { outcome: "enriched", profile, emails, enrichedAt, posts, fromCache: true });
  }
  const toFetch = open.filter(
    ({ platformId }) => !flights.fresh.has(platformId) && !flights.busy.has(platformId),
  );
  for (let spared = callsOf(task) - toFetch.length; spared > 0; spared -= 1) run.onCallEnded?.();
  await Promise.all(
    toFetch.map(async (creator) => {
      results.set(creator.platformId, await fetchCreator(engine, task, creator, run));
    }),
  );
  return settleBatch(engine, task, results, delayOf(engine, task, results, flights.busy.size));
}

async function fetchCreator(
  engine: Engine,
  task: ClaimedTask,
  creator: OpenCreator,
  run: TaskRun,
): Promise<CreatorResult> {
  const adapter = engine.adapterOf(task.platform);
  const get = engine.http.getFor(engine.providerOf(adapter.provider), {
    reason: creator.handle,
    accountId: task.accountId,
    userId: null,
    jobId: task.jobId,
    lease: { taskId: task.id, leaseToken: task.leaseToken },
    signal: run.signal,
  });
  try {
    const answer = await adapter.enrich({ get }, creator).finally(run.onCallEnded);
    if (answer.outcome === "unavailable") return answer;
    const captions = creator.posts.map((post) => post.caption);
    const profile = await withLanguage(answer.profile, captions);
    const { platformId, posts } = creator;
    const saved = await engine.save({
      platform: task.platform,
      platformId,
      profile,
      emails: answer.emails,
    });
    return {
      outcome: "enriched",
      profile: saved?.profile ?? (profile as Partial<CreatorProfile>),
      emails: answer.emails,
      enrichedAt: saved?.enrichedAt ?? null,
      posts,
      fromCache: false,
    };
  } catch (error) {
    if (error instanceof ProviderError) return { outcome: "failed", error };
    throw error;
  }
}

async function readOpen(engine: Engine, task: ClaimedTask): Promise<OpenCreator[]> {
  return asWorker(
    engine.sql,
    (transaction) => transaction<OpenCreator[]>`
      select jc.platform_id, jc.handle, ${seenPosts(transaction)} as posts from job_creators jc
      where jc.job_id = ${task.jobId} and jc.state = 'found'
        and jc.platform_id = any(${task.payload.creatorIds ?? []}::text[])`,
  );
}

/**
 * When the batch comes again for what is left: the provider's word, else backoff; soon where another is
 * fetching, at once where the calls were given up.
 */
function delayOf(
  engine: Engine,
  task: ClaimedTask,
  results: Map<string, CreatorResult>,
  busyCount: number,
): number {
  const failures = [...results.values()].flatMap((result) =>
    result.outcome === "failed" && result.error.kind !== "cancelled" ? [result.error] : [],
  );
  if (failures.length === 0) return busyCount > 0 ? busyDelayMs(task) : 0;
  const asked = Math.max(0, ...failures.map((failure) => failure.retryAfterMs ?? 0));
  return Math.max(asked, backoffMs(task.attempts, engine.settings));
}

/** Longer the longer it has waited already: each look costs a claim, and where QStash wakes tasks a message. */
function busyDelayMs({ startedAt }: ClaimedTask): number {
  const waitedMs = startedAt === null ? 0 : Date.now() - startedAt.getTime();
  return Math.min(BUSY_RETRY_MS_MAX, Math.max(BUSY_RETRY_MS, waitedMs / 2)) * (0.5 + Math.random());
}
