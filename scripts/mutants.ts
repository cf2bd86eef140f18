import { MUTANTS } from "#tests/mutants/all.ts";
import { keepVerdict, readVerdicts } from "#tests/mutants/kept-verdicts.ts";
import type { Mutant } from "#tests/mutants/mutant.ts";
import { HELP, readOptions } from "#tests/mutants/options.ts";
import { isMissed, line, table } from "#tests/mutants/report.ts";
import { runMutants } from "#tests/mutants/run-mutants.ts";
import type { Verdict } from "#tests/mutants/verdict.ts";
import { watchForAbort } from "./start/watch-for-abort.ts";

const ROOT = process.cwd();

/** Answers the exit code. */
async function main(): Promise<number> {
  const { help, list, report, mutants, ...options } = readOptions(process.argv.slice(2), MUTANTS);
  if (help || list || report) {
    console.log(help ? HELP : list ? names(mutants) : lastReport(mutants));
    return 0;
  }
  const { killersMs, projectMs, parallel, quick } = options;
  const known: Verdict[] = [];
  await runMutants(mutants, {
    root: ROOT,
    parallel,
    quick,
    limits: { killersMs, projectMs, signal: watchForAbort() },
    onVerdict: (mutant, verdict) => {
      known.push(verdict);
      console.log(line(verdict));
      // After each, so that a run that is broken off has told what it knew.
      keepVerdict(ROOT, mutant, verdict);
    },
    log: (text) => console.log(text),
  });
  console.log(`\n${table(known)}`);
  return known.some(isMissed) ? 1 : 0;
}

function names(mutants: readonly Mutant[]): string {
  return mutants.map(({ name, guard }) => `${name.padEnd(34)} ${guard}`).join("\n");
}

function lastReport(mutants: readonly Mutant[]): string {
  const verdicts = readVerdicts(ROOT, mutants);
  return `${table(verdicts)}, ${mutants.length - verdicts.length} not tried`;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
