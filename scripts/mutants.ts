import { mkdir, writeFile } from "node:fs/promises";
import { MUTANTS } from "#tests/mutants/all.ts";
import type { Mutant } from "#tests/mutants/mutant.ts";
import { HELP, readOptions } from "#tests/mutants/options.ts";
import { isMissed, line, table } from "#tests/mutants/report.ts";
import { runMutants } from "#tests/mutants/run-mutants.ts";
import { watchForAbort } from "./start/watch-for-abort.ts";

/** Answers the exit code. */
async function main(): Promise<number> {
  const { help, list, mutants, ...options } = readOptions(process.argv.slice(2), MUTANTS);
  if (help || list) {
    console.log(help ? HELP : names(mutants));
    return 0;
  }
  const { killersMs, projectMs, parallel, quick } = options;
  const verdicts = await runMutants(mutants, {
    root: process.cwd(),
    parallel,
    quick,
    limits: { killersMs, projectMs, signal: watchForAbort() },
    onVerdict: (verdict) => console.log(line(verdict)),
    log: (text) => console.log(text),
  });
  await mkdir(".bench", { recursive: true });
  await writeFile(".bench/mutants.json", `${JSON.stringify(verdicts, null, 2)}\n`);
  console.log(`\n${table(verdicts)}`);
  return verdicts.some(isMissed) ? 1 : 0;
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
