import type { Mutant } from "./mutant.ts";
import { runTests } from "./run-tests.ts";
import { copyTree, type TreeCopy } from "./tree-copy.ts";
import { groupKillers, type Limits, tryMutant, type Verdict } from "./try-mutant.ts";

export interface RunOptions {
  root: string;
  /** Copies that are worked on at once. */
  parallel: number;
  limits: Limits;
  /** Leave it at the expected killers. */
  quick: boolean;
  onVerdict: (verdict: Verdict) => void;
  log: (line: string) => void;
}

/**
 * Tries mutants on copies of the tree; the tree itself is never touched.
 * @throws Error when the tests fail without any mutant: then a failure would say nothing.
 */
export async function runMutants(mutants: readonly Mutant[], options: RunOptions): Promise<Verdict[]> {
  const copies: TreeCopy[] = [];
  try {
    const count = Math.min(options.parallel, mutants.length);
    for (let made = 0; made < count; made += 1) copies.push(await copyTree(options.root));
    const [first] = copies;
    if (!first) return [];
    await requireSound(first, mutants, options);
    const waiting = [...mutants];
    const verdicts = await Promise.all(copies.map((copy) => work(copy, waiting, options)));
    return verdicts.flat();
  } finally {
    await Promise.all(copies.map((copy) => copy.remove()));
  }
}

/** The baseline: what is expected to fail with a mutant passes without. */
async function requireSound(
  copy: TreeCopy,
  mutants: readonly Mutant[],
  { limits, log }: RunOptions,
): Promise<void> {
  for (const [project, files] of groupKillers(copy.root, mutants)) {
    log(`Without a mutant: ${files.length} files of ${project}.`);
    const { projectMs: limitMs, signal } = limits;
    const run = await runTests(copy, { project, files, limitMs, signal });
    if (run.result === "timeout")
      throw new Error(`Without a mutant the ${project} tests do not end in time.`);
    if (run.result === "failed") {
      throw new Error(`Without a mutant a test fails: ${run.file ?? project} › ${run.test}`);
    }
  }
}

async function work(copy: TreeCopy, waiting: Mutant[], options: RunOptions): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    const verdict = await tryMutant(copy, mutant, options.limits, options.quick);
    options.onVerdict(verdict);
    verdicts.push(verdict);
  }
  return verdicts;
}
