import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { FAILED, type Outcome } from "./outcome.ts";
import { run } from "./run-command.ts";
import { countReport } from "./vitest-report.ts";

/** Runs one project of vitest.config.ts and counts its tests. */
export async function runVitest(project: string): Promise<Outcome> {
  const folder = await mkdtemp(path.join(tmpdir(), "shoal-report-"));
  const reportFile = path.join(folder, "report.json");
  try {
    const code = await run("vitest", [
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${reportFile}`,
    ]);
    const report = await readFile(reportFile, "utf8").catch(() => null);
    return report === null ? FAILED : countReport(JSON.parse(report), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
