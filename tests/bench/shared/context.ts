import type { Cluster } from "./cluster.ts";
import type { Measure } from "./measure.ts";

/** What a bench runs with. */
export interface BenchContext {
  cluster: Cluster;
  /** Much smaller loads, to try the bench itself: its values are not comparable with any bar. */
  isQuick: boolean;
  /** Where processes write their logs. */
  logs: string;
  /** A line for who watches. */
  say: (line: string) => void;
}

export interface Bench {
  /** One line for the help. */
  about: string;
  run: (context: BenchContext) => Promise<Measure[]>;
}
