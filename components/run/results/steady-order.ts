import type { RunRow } from "../run-rows.ts";
import { arrange, type Choice, fitsChoice } from "./choice.ts";

export interface SteadyView {
  /** In the order that the reader has before them, each as it is now. */
  shown: readonly RunRow[];
  /** Rows that are there and wait to be shown. */
  newCount: number;
}

/**
 * Keeps what the reader looks at in its place. While nobody is reading, rows append; once somebody is, new ones wait
 * until they are asked for, and what changes changes where it stands. Another choice arranges all anew.
 */
export class SteadyOrder {
  /** Of what is shown: where it stands among all rows. */
  private places: number[] = [];
  /** The same by place, to tell what is new. */
  private isHeld: boolean[] = [];
  private choice: Choice | null = null;
  private latest: SteadyView = { shown: [], newCount: 0 };
  private seen: { rows: readonly RunRow[]; isReading: boolean } | null = null;

  /**
   * The same object where nothing has changed.
   * @param rows of which each keeps its place from call to call; new ones come behind the others
   */
  view(rows: readonly RunRow[], choice: Choice, isReading: boolean): SteadyView {
    const isSameChoice = this.choice === choice;
    const isSame = isSameChoice && this.seen?.rows === rows;
    const wasReading = this.seen?.isReading;
    this.seen = { rows, isReading };
    // Whether somebody reads matters for what waits: to scroll off rearranges nothing where nothing does.
    if (isSame && (wasReading === isReading || this.latest.newCount === 0)) return this.latest;
    if (!isSameChoice || this.places.length === 0) {
      this.choice = choice;
      this.places = [];
      this.isHeld = [];
      this.hold(arrange(rows, choice));
      this.latest = { shown: this.rowsShown(rows), newCount: 0 };
      return this.latest;
    }
    const fresh = this.findFresh(rows, choice);
    // With an order of the reader's own, rows that come in between would move the others.
    const mayAppend = !isReading && choice.sort === null;
    if (mayAppend) this.hold(fresh);
    this.latest = { shown: this.rowsShown(rows), newCount: mayAppend ? 0 : fresh.length };
    return this.latest;
  }

  /** Shows what waits: the next view is arranged anew. */
  release(): void {
    this.choice = null;
    this.seen = null;
  }

  private hold(places: readonly number[]): void {
    for (const place of places) {
      this.places.push(place);
      this.isHeld[place] = true;
    }
  }

  private findFresh(rows: readonly RunRow[], choice: Choice): number[] {
    const isWanted = fitsChoice(choice);
    const fresh: number[] = [];
    for (const [place, row] of rows.entries()) {
      if (this.isHeld[place] !== true && isWanted(row)) fresh.push(place);
    }
    return fresh;
  }

  private rowsShown(rows: readonly RunRow[]): RunRow[] {
    const shown: RunRow[] = [];
    for (const place of this.places) {
      const row = rows[place];
      if (row) shown.push(row);
    }
    return shown;
  }
}
