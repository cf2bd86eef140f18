import path from "node:path";
import { z } from "zod";

/** The part of vitest's JSON report that is read. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/** The test that failed first; `file` is null where the run ended badly without one. */
export function firstFailure(report: unknown, root: string): { file: string | null; test: string } {
  const files = reportSchema.safeParse(report).data?.testResults ?? [];
  const failed = files.filter((file) => file.status === "failed");
  for (const { name, assertionResults } of failed) {
    const test = assertionResults.find((assertion) => assertion.status === "failed");
    if (test) return { file: path.relative(root, name), test: test.fullName };
  }
  const [file] = failed;
  if (file) return { file: path.relative(root, file.name), test: "(before its tests)" };
  return { file: null, test: "(an error outside the tests)" };
}
