import type { CreatorRow } from "#lib/search-engine/types.ts";

/** A creator as the run shows it: whichever of its searches delivered it. */
export interface RunRow extends CreatorRow {
  /** The same in every search of the run. */
  key: string;
  jobId: string;
}

interface JobRows {
  jobId: string;
  rows: readonly CreatorRow[];
}

/**
 * The rows of all searches of a run as one list. Each creator keeps the place at which it was first seen here; of a creator
 * that a retry delivered again, the retry's copy counts.
 */
export class RunRows {
  /** What each search last gave, so that rows which have not changed stay the same objects. */
  private readonly given = new Map<string, readonly CreatorRow[]>();
  private readonly rows = new Map<string, RunRow>();
  private list: readonly RunRow[] = [];

  /** @param jobs in the order in which they were begun */
  take(jobs: readonly JobRows[]): readonly RunRow[] {
    const isFirst = this.rows.size === 0;
    let hasChanged = false;
    for (const { jobId, rows } of jobs) {
      if (this.given.get(jobId) === rows) continue;
      this.given.set(jobId, rows);
      hasChanged = this.takeJob(jobId, rows, jobs) || hasChanged;
    }
    if (!hasChanged) return this.list;
    this.list = [...this.rows.values()];
    if (isFirst) this.list = this.inOrderOfFinding();
    return this.list;
  }

  private takeJob(jobId: string, rows: readonly CreatorRow[], jobs: readonly JobRows[]): boolean {
    const begun = (id: string) => jobs.findIndex((job) => job.jobId === id);
    let hasChanged = false;
    for (const row of rows) {
      const key = `${row.platform}:${row.platformId}`;
      const known = this.rows.get(key);
      if (known && known.jobId !== jobId && begun(known.jobId) > begun(jobId)) continue;
      if (known && known.jobId === jobId && this.sources.get(known) === row) continue;
      const taken: RunRow = { ...row, key, jobId };
      this.sources.set(taken, row);
      this.rows.set(key, taken);
      hasChanged = true;
    }
    return hasChanged;
  }

  private readonly sources = new WeakMap<RunRow, CreatorRow>();

  /** What a reload brings at once comes as it was found, not search by search. */
  private inOrderOfFinding(): readonly RunRow[] {
    const sorted = [...this.rows.values()].sort(
      (one, other) => one.foundAt.localeCompare(other.foundAt) || one.position - other.position,
    );
    this.rows.clear();
    for (const row of sorted) this.rows.set(row.key, row);
    return sorted;
  }
}
