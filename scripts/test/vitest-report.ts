import { z } from "zod";
import type { Outcome } from "./outcome.ts";

/** The part of vitest's JSON report that is counted. */
const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/**
 * Counts the tests of a report. A file that failed with no failed test of its own (it did not load, or a hook
 * broke) counts as one failure, and so does a run that ended badly for any other reason.
 */
export function countReport(report: unknown, vitestExitCode: number): Outcome {
  const parsed = reportSchema.parse(report);
  const filesFailed = parsed.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  ).length;
  const failed = parsed.numFailedTests + filesFailed;
  return {
    passed: parsed.numPassedTests,
    failed: failed === 0 && vitestExitCode !== 0 ? 1 : failed,
    skipped: parsed.numPendingTests + parsed.numTodoTests,
  };
}
