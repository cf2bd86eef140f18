import path from "node:path";
import { z } from "zod";
import type { Outcome } from "./outcome.ts";

/** The part of vitest's JSON report that is counted. */
const reportSchema = z.object({
  numPassedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/**
 * Counts the tests of a report. A file that failed with no failed test of its own (it did not load, or a hook
 * broke) counts as one failure, and so does a run that ended badly for any other reason.
 */
export function countReport(report: unknown, vitestExitCode: number): Outcome {
  const parsed = reportSchema.parse(report);
  const failures = parsed.testResults.flatMap(({ name: file, status, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === "failed");
    const place = path.relative(process.cwd(), file);
    if (tests.length > 0) return tests.map(({ fullName }) => `${place}: ${fullName}`);
    return status === "failed" ? [place] : [];
  });
  if (failures.length === 0 && vitestExitCode !== 0) failures.push("an error outside the tests");
  return {
    passed: parsed.numPassedTests,
    failed: failures.length,
    skipped: parsed.numPendingTests + parsed.numTodoTests,
    failures,
  };
}
