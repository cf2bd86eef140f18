import { noteForAdmins } from "#lib/services/index.ts";
import { upsertSeen } from "../core/creator-cache.ts";
import { withoutDetailsIfOpen } from "../core/filter-judge.ts";
import { withLanguage } from "../core/profile-language.ts";
import { retryTransient } from "../core/retry-transient.ts";
import type { ClaimedTask, Settled } from "../core/rows.ts";
import type { FoundCreator, SearchPage } from "../core/types.ts";
import { filtersOfTask } from "./job-filters.ts";
import { settlePage } from "./settle-page.ts";
import type { Engine, TaskRun } from "./types.ts";

/** One page of one keyword: what is in store first, else the next page of the provider. */
export async function runSearch(engine: Engine, task: ClaimedTask, run: TaskRun): Promise<Settled> {
  const page = mustBuy(task) ? await buyPage(engine, task, run) : null;
  run.onCallEnded?.();
  if (page) await retryTransient(() => upsertSeen(engine.sql, task.platform, page.creators));
  return settlePage(engine, task, page);
}

/** No call for a keyword that has creators in store, has no further page, or whose job needs none. */
function mustBuy(task: ClaimedTask): boolean {
  return task.carry.length === 0 && !task.exhausted && !task.isTargetMet;
}

async function buyPage(engine: Engine, task: ClaimedTask, run: TaskRun): Promise<SearchPage> {
  const adapter = engine.adapterOf(task.platform);
  const keyword = task.keyword ?? task.unitKey;
  const get = engine.http.getFor(engine.providerOf(adapter.provider), {
    reason: keyword,
    accountId: task.accountId,
    userId: null,
    jobId: task.jobId,
    lease: { taskId: task.id, leaseToken: task.leaseToken },
    signal: run.signal,
  });
  const page = await adapter.search({ get }, { keyword, cursor: task.cursor });
  if (page.itemsSkipped > 0) {
    await noteForAdmins(engine.sql, {
      kind: "items_skipped",
      subject: adapter.provider,
      message: `${page.itemsSkipped} items of a ${adapter.displayName} page could not be read.`,
    });
  }
  return {
    ...page,
    creators: await Promise.all(page.creators.map((creator) => complete(engine, task, creator))),
  };
}

/** A creator that is whole in the answer gets its language here, unless a filter needs its profile call. */
async function complete(engine: Engine, task: ClaimedTask, found: FoundCreator): Promise<FoundCreator> {
  if (found.emails === undefined) return found;
  const captions = found.matches.map((match) => match.caption);
  const whole = { ...found, profile: await withLanguage(found.profile, captions) };
  return withoutDetailsIfOpen(filtersOfTask(engine, task), whole);
}
