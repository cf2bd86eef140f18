/** What a stage found. A stage that is not a test runner counts as one check. */
export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, by file and name, where the stage can tell. */
  failures?: readonly string[];
}

export const PASSED: Outcome = { passed: 1, failed: 0, skipped: 0 };
export const FAILED: Outcome = { passed: 0, failed: 1, skipped: 0 };

export function total(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** `12 passed, 0 failed`, and what was skipped only where something was. */
export function summary({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** A run in which nothing was tested has proved nothing. */
export function exitCode({ passed, failed }: Outcome): number {
  return failed > 0 || passed === 0 ? 1 : 0;
}
