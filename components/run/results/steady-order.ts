import type { RunRow } from "../run-rows.ts";
import { arrange, type Choice } from "./choice.ts";

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
  private keys: readonly string[] = [];
  private choice: Choice | null = null;
  private latest: SteadyView = { shown: [], newCount: 0 };
  private seen: { rows: readonly RunRow[]; isReading: boolean } | null = null;

  /** The same object where nothing has changed. */
  view(rows: readonly RunRow[], choice: Choice, isReading: boolean): SteadyView {
    const isSameChoice = this.choice === choice;
    if (isSameChoice && this.seen?.rows === rows && this.seen.isReading === isReading) return this.latest;
    this.seen = { rows, isReading };
    const wanted = arrange(rows, choice);
    if (!isSameChoice || this.keys.length === 0) {
      this.choice = choice;
      this.keys = wanted.map(({ key }) => key);
      this.latest = { shown: wanted, newCount: 0 };
      return this.latest;
    }
    const held = new Set(this.keys);
    const fresh = wanted.filter(({ key }) => !held.has(key));
    // With an order of the reader's own, rows that come in between would move the others.
    const mayAppend = !isReading && choice.sort === null;
    if (mayAppend) this.keys = [...this.keys, ...fresh.map(({ key }) => key)];
    const byKey = new Map(rows.map((row) => [row.key, row]));
    this.latest = {
      shown: this.keys.flatMap((key) => byKey.get(key) ?? []),
      newCount: mayAppend ? 0 : fresh.length,
    };
    return this.latest;
  }

  /** Shows what waits: the next view is arranged anew. */
  release(): void {
    this.choice = null;
    this.seen = null;
  }
}
