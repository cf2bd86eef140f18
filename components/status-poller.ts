import type { CreatorRow, StatusAnswer } from "#lib/search-engine/types.ts";

/** A job as far as it is known: the newest answer, and all rows so far in the order of their position. */
export interface StatusView extends Omit<StatusAnswer, "creators" | "pagination"> {
  rows: readonly CreatorRow[];
}

export interface StatusPoller {
  /** Asks once. Gives the same object where nothing has changed. */
  poll(): Promise<StatusView>;
}

/** Answers a GET with 200 or 304, and throws for anything else. */
export type StatusGet = (path: string, headers: Record<string, string>) => Promise<Response>;

const PAGE_ROWS = 500;

/** Follows one job by its cursor: each row travels when it is new and when it has changed. */
export function createStatusPoller(jobId: string, get: StatusGet): StatusPoller {
  const rows = new RowsByPosition();
  let view: StatusView | null = null;
  let cursor: string | null = null;
  let etag: string | null = null;
  let running: Promise<StatusView> | null = null;

  async function pollOnce(): Promise<StatusView> {
    while (true) {
      const query = new URLSearchParams({ jobId, limit: String(PAGE_ROWS) });
      if (cursor !== null) query.set("since", cursor);
      const response: Response = await get(
        `/api/v2/status?${query}`,
        etag === null ? {} : { "If-None-Match": etag },
      );
      if (response.status === 304) {
        if (view === null) throw new Error("not modified, but nothing was known yet");
        return view;
      }
      const { creators, pagination, ...answer }: StatusAnswer = await response.json();
      cursor = pagination.nextCursor;
      view = { ...answer, rows: rows.take(creators) };
      // While rows are left to fetch, the same version is no reason to answer "not modified".
      etag = pagination.more ? null : response.headers.get("etag");
      if (!pagination.more) return view;
    }
  }

  return {
    // One at a time: answers that overtake one another would bring old rows back.
    poll() {
      running ??= pollOnce().finally(() => {
        running = null;
      });
      return running;
    },
  };
}

/** All rows so far. They come in their order as a rule, so that a poll looks at what changed alone. */
class RowsByPosition {
  private readonly places = new Map<string, number>();
  private list: readonly CreatorRow[] = [];

  /** The same list where nothing has changed. */
  take(changed: readonly CreatorRow[]): readonly CreatorRow[] {
    if (changed.length === 0) return this.list;
    const list = [...this.list];
    let isInOrder = true;
    for (const row of changed) {
      const place = this.places.get(row.platformId) ?? list.length;
      isInOrder &&= place < list.length || (list.at(-1)?.position ?? 0) < row.position;
      this.places.set(row.platformId, place);
      list[place] = row;
    }
    if (!isInOrder) {
      list.sort((one, other) => one.position - other.position);
      for (const [place, { platformId }] of list.entries()) this.places.set(platformId, place);
    }
    this.list = list;
    return list;
  }
}
