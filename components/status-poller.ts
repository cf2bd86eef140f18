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
  const rows = new Map<string, CreatorRow>();
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
      for (const row of creators) rows.set(row.platformId, row);
      cursor = pagination.nextCursor;
      const isChanged = creators.length > 0 || view === null;
      view = { ...answer, rows: isChanged || view === null ? byPosition(rows) : view.rows };
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

function byPosition(rows: ReadonlyMap<string, CreatorRow>): CreatorRow[] {
  return [...rows.values()].sort((one, other) => one.position - other.position);
}
