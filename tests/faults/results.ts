import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { CheckResult } from "./checks/check.ts";

/** The campaign's checks and how they went, for whoever counts them. */
const RESULTS_FILE = path.join("test-results", "faults", "results.json");
const HISTORY_FILE = path.join("test-results", "faults", "history.txt");

const resultsSchema = z.array(z.object({ name: z.string(), passed: z.boolean() }));

export function forgetResults(): Promise<void> {
  return rm(RESULTS_FILE, { force: true });
}

export async function writeResults(results: readonly CheckResult[]): Promise<void> {
  await mkdir(path.dirname(RESULTS_FILE), { recursive: true });
  const told = results.map(({ name, failure }) => ({ name, passed: failure === null }));
  await writeFile(RESULTS_FILE, JSON.stringify(told, null, 2));
}

/** Answers where it is kept. */
export async function writeHistory(lines: readonly string[]): Promise<string> {
  await writeFile(HISTORY_FILE, `${lines.join("\n")}\n`);
  return HISTORY_FILE;
}

/** Counts the checks of the campaign that has just ended; one that ended badly without any is one failure. */
export async function countResults(
  exitCode: number,
): Promise<{ passed: number; failed: number; skipped: number }> {
  const text = await readFile(RESULTS_FILE, "utf8").catch(() => "[]");
  const results = resultsSchema.parse(JSON.parse(text));
  const failed = results.filter(({ passed }) => !passed).length;
  return {
    passed: results.length - failed,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: 0,
  };
}
