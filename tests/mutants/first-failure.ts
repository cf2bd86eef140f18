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
  test: string;
  /** What it said, in one line. */
  message: string;
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
  if (file)
    return { file: path.relative(root, file.name), test: "(before its tests)", message: file.message ?? "" };
  return { file: null, test: "(an error outside the tests)", message: "" };
}
