import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type FirstFailure, firstFailure } from "./first-failure.ts";
import type { TreeCopy } from "./tree-copy.ts";

export const PROJECTS = ["unit", "integration", "qstash"] as const;
export type Project = (typeof PROJECTS)[number];

export type TestRun =
  | { result: "passed" }
  | ({ result: "failed"; order: Order } & FirstFailure)
  | { result: "timeout"; order: Order };

/** Tests to be run, and for how long at most. */
export interface Order {
  project: Project;
  /** Below the root; all of the project where there are none. */
  files: readonly string[];
  limitMs: number;
  signal: AbortSignal;
}

const STOP_GRACE_MS = 5_000;

/** The project of vitest.config.ts that a test file is run in here. */
export function projectOf(file: string): Project {
  if (file.startsWith("tests/unit/")) return "unit";
  return path.basename(file).startsWith("qstash-") ? "qstash" : "integration";
}

/** Runs tests of a copy until the first that fails. */
export async function runTests(copy: TreeCopy, order: Order): Promise<TestRun> {
  const reportFile = path.join(copy.temporary, "report.json");
  await rm(reportFile, { force: true });
  const programs = path.join(copy.root, "node_modules/.bin");
  const child = spawn(
    path.join(programs, "vitest"),
    [
      "run",
      "--project",
      order.project,
      "--bail",
      "1",
      "--reporter=json",
      `--outputFile.json=${reportFile}`,
    ].concat(order.files),
    {
      cwd: copy.root,
      stdio: "ignore",
      // A group of its own: what it started goes with it.
      detached: true,
      env: {
        ...process.env,
        TMPDIR: copy.temporary,
        PATH: `${programs}${path.delimiter}${process.env.PATH ?? ""}`,
      },
    },
  );
  const exit = once(child, "exit").then(([code]: (number | null)[]) => code ?? 1);
  const code = await withinLimit(child, exit, order);
  order.signal.throwIfAborted();
  if (code === null) return { result: "timeout", order };
  if (code === 0) return { result: "passed" };
  const report = await readFile(reportFile, "utf8").catch(() => null);
  return {
    result: "failed",
    order,
    ...firstFailure(report === null ? null : JSON.parse(report), copy.root),
  };
}

/** The exit code; null where the time limit or the caller ended it. */
async function withinLimit(
  child: ChildProcess,
  exit: Promise<number>,
  { limitMs, signal }: Order,
): Promise<number | null> {
  const over = new AbortController();
  const late = sleep(limitMs, null, { signal: AbortSignal.any([signal, over.signal]) }).catch(() => null);
  const code = await Promise.race([exit, late]);
  over.abort();
  if (code !== null) return code;
  killGroup(child, "SIGTERM");
  await Promise.race([exit, sleep(STOP_GRACE_MS)]);
  killGroup(child, "SIGKILL");
  await exit;
  return null;
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}
