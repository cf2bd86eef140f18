import { type FirstFailure, isJudgement, nameOf, shortened } from "./first-failure.ts";
import type { Mutant } from "./mutant.ts";
import { type Order, PROJECTS, type Project, projectOf, runTests, type TestRun } from "./run-tests.ts";
import type { TreeCopy } from "./tree-copy.ts";
import type { Verdict } from "./verdict.ts";

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
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  return { name: mutant.name, guard: mutant.guard, ...judge(run), seconds };
}

/** A run that counts, or why none does. */
type SureRun = TestRun | { result: "unsure" } | ({ result: "broken" } & FirstFailure);

function judge(run: SureRun): Pick<Verdict, "status" | "killedBy" | "message"> {
  switch (run.result) {
    case "passed":
      return { status: "survived", killedBy: null, message: null };
    case "unsure":
      return { status: "unsure", killedBy: null, message: null };
    case "broken":
      return { status: "broken", killedBy: null, message: `${nameOf(run)}: ${run.message}` };
    case "timeout": {
      const { project, files } = run.order;
      const hung = files.length > 0 ? files.map(shortened).join(", ") : `the tests of ${project}`;
      return { status: "timeout", killedBy: `${hung} (hung)`, message: null };
    }
    case "failed":
      return { status: "killed", killedBy: nameOf(run), message: run.message };
    default:
      return run satisfies never;
  }
}

/** What a busy machine fails too. */
const BY_TIME = /timed out|not within|still open after|not end in time/i;
const TRIES_MAX = 2;

/**
 * What may have another reason than the mutant counts only if the same tests pass without it, within the same time, and
 * fail with it once more. What no test said counts in no case: it may tell of the patch alone.
 */
async function findSureKiller(
  copy: TreeCopy,
  mutant: Mutant,
  limits: Limits,
  isQuick: boolean,
): Promise<SureRun> {
  let broken: SureRun | null = null;
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    const run = await copy.withMutant(mutant, () => findKiller(copy, mutant, limits, isQuick));
    if (run.result === "passed" || isSure(run, mutant)) return run;
    if (run.result === "failed" && !isJudgement(run)) {
      broken = { ...run, result: "broken" };
      continue;
    }
    const order = orderAgain(run, limits);
    if ((await runTests(copy, order)).result !== "passed") continue;
    const again = await copy.withMutant(mutant, () => runTests(copy, order));
    if (isSure(again, mutant) || isSame(again, run)) return again;
  }
  return broken ?? { result: "unsure" };
}

/** A test that was expected to notice did, and no wait that ended was what it noticed by. */
function isSure(run: TestRun, { killers }: Mutant): boolean {
  if (run.result !== "failed" || run.file === null || !isJudgement(run)) return false;
  return killers.includes(shortened(run.file)) && !BY_TIME.test(run.message);
}

function isSame(one: TestRun, other: TestRun): boolean {
  if (one.result !== "failed" || other.result !== "failed") return one.result === other.result;
  return nameOf(one) === nameOf(other);
}

/** The file that failed; where none is known, all that was run. */
function orderAgain(run: Exclude<TestRun, { result: "passed" }>, { killersMs }: Limits): Order {
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
