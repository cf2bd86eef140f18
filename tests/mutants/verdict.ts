export const STATUSES = ["killed", "timeout", "survived", "unsure", "broken"] as const;

export interface Verdict {
  name: string;
  guard: string;
  /**
   * `timeout`: the tests hung, and without the mutant they end in time. `unsure`: what failed or hung does so without
   * the mutant too. `broken`: it cannot run far enough for a test to judge it.
   */
  status: (typeof STATUSES)[number];
  /** Test file and test, or what hung; null where none noticed. */
  killedBy: string | null;
  /** What the test said, in one line. */
  message: string | null;
  seconds: number;
}
