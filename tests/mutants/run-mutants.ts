import { nameOf } from "./first-failure.ts";
import type { Mutant } from "./mutant.ts";
import { type Project, runTests, type TestRun } from "./run-tests.ts";
import { copyTree, type TreeCopy } from "./tree-copy.ts";
import { groupKillers, type Limits, tryMutant } from "./try-mutant.ts";
import { typeErrors } from "./type-errors.ts";
import type { Verdict } from "./verdict.ts";

export interface RunOptions {
  root: string;
  /** Copies that are worked on at once. */
  parallel: number;
  limits: Limits;
  /** Leave it at the expected killers. */
  quick: boolean;
  onVerdict: (mutant: Mutant, verdict: Verdict) => void;
  log: (line: string) => void;
}

/**
 * Tries mutants on copies of the tree; the tree itself is never touched.
 * @throws Error when the tests fail without any mutant, or one does not compile: then a failure would say nothing.
 */
export async function runMutants(mutants: readonly Mutant[], options: RunOptions): Promise<void> {
  const copies: TreeCopy[] = [];
  try {
    const count = Math.min(options.parallel, mutants.length);
    for (let made = 0; made < count; made += 1) copies.push(await copyTree(options.root));
    const [first] = copies;
    if (!first) return;
    const errors = await typeErrors(first.root, mutants);
    if (errors.length > 0) throw new Error(`These mutants do not compile:\n${errors.join("\n")}`);
    await requireSound(first, mutants, options);
    const waiting = [...mutants];
    await Promise.all(copies.map((copy) => work(copy, waiting, options)));
  } finally {
    await Promise.all(copies.map((copy) => copy.remove()));
  }
}

/** The baseline: what is expected to fail with a mutant passes without. */
async function requireSound(copy: TreeCopy, mutants: readonly Mutant[], options: RunOptions): Promise<void> {
  for (const [project, files] of groupKillers(mutants)) {
    options.log(`Without a mutant: ${files.length} files of ${project}.`);
    await requirePassing(copy, project, files, options);
  }
}

/** A busy machine may fail a test that waits: a file that passes alone is taken for sound. */
async function requirePassing(
  copy: TreeCopy,
  project: Project,
  files: readonly string[],
  { limits, log }: RunOptions,
): Promise<void> {
  const order = { project, limitMs: limits.projectMs, signal: limits.signal };
  const left = new Set(files);
  while (left.size > 0) {
    const run = await runTests(copy, { ...order, files: [...left] });
    if (run.result === "passed") return;
    const what = describe(run);
    const file = run.result === "failed" ? run.file : null;
    const alone = file === null ? run : await runTests(copy, { ...order, files: [file] });
    if (file === null || alone.result !== "passed") throw new Error(`Without a mutant: ${what}`);
    log(`Passes alone: ${what}`);
    left.delete(file);
  }
}

function describe(run: TestRun): string {
  return run.result === "failed" ? `${nameOf(run)}: ${run.message}` : "the tests do not end in time";
}

async function work(copy: TreeCopy, waiting: Mutant[], options: RunOptions): Promise<void> {
  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    options.onVerdict(mutant, await tryMutant(copy, mutant, options.limits, options.quick));
  }
}
