import type { Mutant } from "./mutant.ts";
import { type Order, PROJECTS, type Project, projectOf, runTests, type TestRun } from "./run-tests.ts";
import type { TreeCopy } from "./tree-copy.ts";

export interface Verdict {
  name: string;
  guard: string;
  /**
   * `timeout`: the tests hung, and without the mutant they end in time. `unsure`: what failed or hung does so without
   * the mutant too.
   */
  status: "killed" | "timeout" | "survived" | "unsure";
  /** Test file and test; null where none noticed. */
  killedBy: string | null;
  seconds: number;
}

export interface Limits {
  /** For the expected killers of one project. */
  killersMs: number;
  /** For all tests of one project. */
  projectMs: number;
  signal: AbortSignal;
}

/** Expected killers by project, the quick one first. */
export function groupKillers(mutants: readonly Mutant[]): Map<Project, string[]> {
  const files = new Set(mutants.flatMap(({ killers }) => killers.map((killer) => `tests/${killer}`)));
  return Map.groupBy([...files].sort(byProject), projectOf);
}

function byProject(one: string, other: string): number {
  return PROJECTS.indexOf(projectOf(one)) - PROJECTS.indexOf(projectOf(other)) || one.localeCompare(other);
}

/** Runs the expected killers, then (unless quick) whatever tests there are, until one fails. */
export async function tryMutant(
  copy: TreeCopy,
  mutant: Mutant,
  limits: Limits,
  isQuick = false,
): Promise<Verdict> {
  const startedAt = performance.now();
  const run = await findSureKiller(copy, mutant, limits, isQuick);
  const { name, guard } = mutant;
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  if (run.result === "passed") return { name, guard, status: "survived", killedBy: null, seconds };
  if (run.result === "unsure") return { name, guard, status: "unsure", killedBy: null, seconds };
  if (run.result === "timeout") return { name, guard, status: "timeout", killedBy: null, seconds };
  const killedBy = run.file === null ? run.test : `${run.file.replace(/^tests\//, "")} › ${run.test}`;
  return { name, guard, status: "killed", killedBy, seconds };
}

/** What a busy machine fails too. */
const BY_TIME = /timed out|not within|still open after|not end in time/i;
const TRIES_MAX = 2;

/** What may have another reason than the mutant counts only if the same tests pass without it, within the same time. */
async function findSureKiller(
  copy: TreeCopy,
  mutant: Mutant,
  limits: Limits,
  isQuick: boolean,
): Promise<TestRun | { result: "unsure" }> {
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    const run = await copy.withMutant(mutant, () => findKiller(copy, mutant, limits, isQuick));
    if (run.result === "passed") return run;
    if (run.result === "failed" && isExpected(run.file, mutant) && !BY_TIME.test(run.message)) return run;
    if ((await runTests(copy, orderWithout(run, limits))).result === "passed") return run;
  }
  return { result: "unsure" };
}

function isExpected(file: string | null, { killers }: Mutant): boolean {
  return file !== null && killers.includes(file.replace(/^tests\//, ""));
}

/** The file that failed; where none is known, all that was run. */
function orderWithout(run: Exclude<TestRun, { result: "passed" }>, { killersMs }: Limits): Order {
  if (run.result === "timeout" || run.file === null) return run.order;
  return { ...run.order, files: [run.file], limitMs: killersMs };
}

async function findKiller(
  copy: TreeCopy,
  mutant: Mutant,
  { killersMs, projectMs, signal }: Limits,
  isQuick: boolean,
): Promise<TestRun> {
  for (const [project, files] of groupKillers([mutant])) {
    const run = await runTests(copy, { project, files, limitMs: killersMs, signal });
    if (run.result !== "passed") return run;
  }
  for (const project of isQuick ? [] : PROJECTS) {
    const run = await runTests(copy, { project, files: [], limitMs: projectMs, signal });
    if (run.result !== "passed") return run;
  }
  return { result: "passed" };
}
