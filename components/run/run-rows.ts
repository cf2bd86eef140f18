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
  /** What each search last gave: of thousands of rows, only those that have changed are looked at. */
  private readonly given = new Map<string, readonly CreatorRow[]>();
  /** Where a creator stands in the list, by its key. */
  private readonly places = new Map<string, number>();
  private readonly sources = new WeakMap<RunRow, CreatorRow>();
  private list: readonly RunRow[] = [];

  /** @param jobs in the order in which they were begun */
  take(jobs: readonly JobRows[]): readonly RunRow[] {
    const isFirst = this.list.length === 0;
    const begun = new Map(jobs.map(({ jobId }, index) => [jobId, index]));
    const list = [...this.list];
    let hasChanged = false;
    for (const { jobId, rows } of jobs) {
      const before = this.given.get(jobId) ?? [];
      if (before === rows) continue;
      this.given.set(jobId, rows);
      for (const [index, row] of rows.entries()) {
        if (row !== before[index]) hasChanged = this.takeRow(list, { jobId, row }, begun) || hasChanged;
      }
    }
    if (hasChanged) this.list = isFirst ? this.inOrderOfFinding(list) : list;
    return this.list;
  }

  private takeRow(
    list: RunRow[],
    { jobId, row }: { jobId: string; row: CreatorRow },
    begun: ReadonlyMap<string, number>,
  ): boolean {
    const key = `${row.platform}:${row.platformId}`;
    const place = this.places.get(key) ?? list.length;
    const known = list[place];
    if (known && known.jobId !== jobId && (begun.get(known.jobId) ?? -1) > (begun.get(jobId) ?? -1))
      return false;
    if (known && known.jobId === jobId && this.sources.get(known) === row) return false;
    const taken: RunRow = { ...row, key, jobId };
    this.sources.set(taken, row);
    this.places.set(key, place);
    list[place] = taken;
    return true;
  }

  /** What a reload brings at once comes as it was found, not search by search. */
  private inOrderOfFinding(list: readonly RunRow[]): readonly RunRow[] {
    const sorted = list.toSorted((one, other) => {
      if (one.foundAt === other.foundAt) return one.position - other.position;
      return one.foundAt < other.foundAt ? -1 : 1;
    });
    for (const [place, { key }] of sorted.entries()) this.places.set(key, place);
    return sorted;
  }
}
