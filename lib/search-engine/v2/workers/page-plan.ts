import type { JobRow, TaskRow } from "../core/rows.ts";
import type { FoundCreator, SearchPage } from "../core/types.ts";

/** A creator of the page as the job knows it, read under the job's lock. */
export interface KnownCreator {
  platformId: string;
  isInJob: boolean;
  isKeywordKnown: boolean;
}

export interface PagePlan {
  inserted: FoundCreator[];
  /** In the job already, by another keyword or page: only what led to them is new. */
  repeated: FoundCreator[];
  carry: FoundCreator[];
  /** Creators that this keyword had not led to before. */
  newlyFound: number;
  exhausted: boolean;
  state: "pending" | "parked" | "done" | "cancelled";
}

/** Creators in store and of the page, each once, with all that led to it. */
export function mergeFound(creators: readonly FoundCreator[]): FoundCreator[] {
  const merged = new Map<string, FoundCreator>();
  for (const creator of creators) {
    const known = merged.get(creator.platformId);
    if (!known) {
      merged.set(creator.platformId, creator);
      continue;
    }
    const contents = new Map([...known.matches, ...creator.matches].map((match) => [match.contentId, match]));
    const fuller = known.emails === undefined && creator.emails !== undefined ? creator : known;
    merged.set(creator.platformId, { ...fuller, matches: [...contents.values()] });
  }
  return [...merged.values()];
}

/**
 * What becomes of a page: up to what is left of share and target is inserted, the rest stays in store. The
 * caller holds the job's lock, so what is left is what is left.
 */
export function planPage(
  job: JobRow,
  task: TaskRow,
  seen: { creators: FoundCreator[]; known: KnownCreator[]; page: SearchPage | null },
  pagesMax: number,
): PagePlan {
  const known = new Map(seen.known.map((row) => [row.platformId, row]));
  const isInJob = (creator: FoundCreator) => known.get(creator.platformId)?.isInJob ?? false;
  const room = Math.max(0, Math.min(job.targetResults - job.creatorsFound, task.share - task.taken));
  const fresh = seen.creators.filter((creator) => !isInJob(creator));
  const inserted = fresh.slice(0, room);
  const repeated = seen.creators.filter(isInJob);
  const exhausted = task.exhausted || (seen.page !== null && isLastPage(task, seen.page, pagesMax));
  const carry = fresh.slice(room);
  const newlyFound = [...inserted, ...repeated].filter(
    (creator) => !known.get(creator.platformId)?.isKeywordKnown,
  ).length;
  return {
    inserted,
    repeated,
    newlyFound,
    exhausted,
    carry,
    state: stateAfter(job, task, { inserted: inserted.length, carry: carry.length, exhausted }),
  };
}

/** The same cursor twice ends the paging, as does the platform's page limit. */
function isLastPage(task: TaskRow, page: SearchPage, pagesMax: number): boolean {
  if (page.nextCursor === null || task.pages + 1 >= pagesMax) return true;
  return page.nextCursor === task.cursor || task.seenCursors.includes(page.nextCursor);
}

function stateAfter(
  job: JobRow,
  task: TaskRow,
  after: { inserted: number; carry: number; exhausted: boolean },
): PagePlan["state"] {
  if (job.cancelRequestedAt) return "cancelled";
  if (job.creatorsFound + after.inserted >= job.targetResults) return "done";
  if (after.exhausted && after.carry === 0) return "done";
  return task.taken + after.inserted >= task.share ? "parked" : "pending";
}
