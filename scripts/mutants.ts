import { mkdirSync, writeFileSync } from "node:fs";
import { MUTANTS } from "#tests/mutants/all.ts";
import type { Mutant } from "#tests/mutants/mutant.ts";
import { HELP, readOptions } from "#tests/mutants/options.ts";
import { isMissed, line, table } from "#tests/mutants/report.ts";
import { runMutants } from "#tests/mutants/run-mutants.ts";
import type { Verdict } from "#tests/mutants/try-mutant.ts";
import { watchForAbort } from "./start/watch-for-abort.ts";

/** Answers the exit code. */
async function main(): Promise<number> {
  const { help, list, mutants, ...options } = readOptions(process.argv.slice(2), MUTANTS);
  if (help || list) {
    console.log(help ? HELP : names(mutants));
    return 0;
  }
  const { killersMs, projectMs, parallel, quick } = options;
  const known: Verdict[] = [];
  await runMutants(mutants, {
    root: process.cwd(),
    parallel,
    quick,
    limits: { killersMs, projectMs, signal: watchForAbort() },
    onVerdict: (verdict) => {
      known.push(verdict);
      console.log(line(verdict));
      keep(known);
    },
    log: (text) => console.log(text),
  });
  console.log(`\n${table(known)}`);
  return known.some(isMissed) ? 1 : 0;
}

/** After each, so that a run that is broken off has told what it knew. */
function keep(verdicts: readonly Verdict[]): void {
  mkdirSync(".bench", { recursive: true });
  writeFileSync(".bench/mutants.json", `${JSON.stringify(verdicts, null, 2)}\n`);
}

function names(mutants: readonly Mutant[]): string {
  return mutants.map(({ name, guard }) => `${name.padEnd(34)} ${guard}`).join("\n");
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
