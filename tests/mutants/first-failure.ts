import path from "node:path";
import { z } from "zod";

/** The part of vitest's JSON report that is read. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).default([]),
        }),
      ),
    }),
  ),
});

export interface FirstFailure {
  /** The test file below the root; null where the run ended badly without one. */
  file: string | null;
  /** Null where it failed outside its tests. */
  test: string | null;
  /** What it said, in one line. */
  message: string;
}

/** The test as reports name it. */
export function nameOf({ file, test }: FirstFailure): string {
  return file === null ? "an error outside the tests" : `${shortened(file)} › ${test ?? "before its tests"}`;
}

/** A test file below tests/. */
export function shortened(file: string): string {
  return file.replace(/^tests\//, "");
}

/** Code or a statement that is none: they say nothing of what it does. */
const NO_CODE =
  /^(?:ReferenceError|SyntaxError)\b|^PostgresError: (?:syntax error|could not determine|column .* does not exist|operator does not exist|function .* does not exist)/;

/** A test came to its own judgement: it did not fail to load, and what it ran is code. */
export function isJudgement({ test, message }: FirstFailure): boolean {
  return test !== null && !NO_CODE.test(message);
}

export function firstFailure(report: unknown, root: string): FirstFailure {
  const files = reportSchema.safeParse(report).data?.testResults ?? [];
  const failed = files.filter((file) => file.status === "failed");
  for (const { name, assertionResults } of failed) {
    const test = assertionResults.find((assertion) => assertion.status === "failed");
    if (!test) continue;
    const message = test.failureMessages[0]?.split("\n")[0] ?? "";
    return { file: path.relative(root, name), test: test.fullName, message };
  }
  const [file] = failed;
  if (file) return { file: path.relative(root, file.name), test: null, message: file.message ?? "" };
  return { file: null, test: null, message: "" };
}
