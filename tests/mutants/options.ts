import { parseArgs } from "node:util";
import type { Mutant } from "./mutant.ts";

export const HELP = `npm run mutants [-- --only NAME,NAME] [--list] [--report]

Takes away the guards of the engine one by one, each in a copy of the tree, and runs the tests that are expected
to notice; if they don't, all unit and integration tests on both transports. Ends with 1 if a mutant survives or it is
not sure that a test noticed it, and with 2 if the tests fail without one or a mutant does not compile.

  --only NAME,…    these only; a * stands for anything
  --list           name them, with the guard that each takes away
  --report         the last verdict of each, as a table in Markdown, from .bench/mutants.json
  --quick          the expected tests only
  --parallel N     mutants at once (default 1)
  --limit SECONDS  for the expected tests of one mutant (default 240); a run that hangs counts as
                   noticed if the same tests end in time without the mutant
  --help           this text`;

/** All tests of one project take this much longer than the expected ones of one mutant. */
const PROJECT_FACTOR = 5;
const PARALLEL_MAX = 64;
const LIMIT_SECONDS_MAX = 86_400;

interface Options {
  help: boolean;
  list: boolean;
  report: boolean;
  quick: boolean;
  parallel: number;
  killersMs: number;
  projectMs: number;
  mutants: Mutant[];
}

/** @throws Error for an option that is none, a number that is none, a name that no mutant has */
export function readOptions(given: string[], all: readonly Mutant[]): Options {
  const { values } = parseArgs({
    args: given,
    options: {
      only: { type: "string" },
      list: { type: "boolean", default: false },
      report: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      parallel: { type: "string", default: "1" },
      limit: { type: "string", default: "240" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { help, list, report, quick } = values;
  const killersMs = wholeNumber("limit", values.limit, LIMIT_SECONDS_MAX) * 1_000;
  return {
    help,
    list,
    report,
    quick,
    parallel: wholeNumber("parallel", values.parallel, PARALLEL_MAX),
    killersMs,
    projectMs: killersMs * PROJECT_FACTOR,
    mutants: select(all, values.only),
  };
}

function select(all: readonly Mutant[], only: string | undefined): Mutant[] {
  if (only === undefined) return [...all];
  const patterns = only.split(",").map((name) => name.trim());
  const unknown = patterns.filter((pattern) => !all.some(({ name }) => fits(name, pattern)));
  if (unknown.length > 0) {
    const names = unknown.map((pattern) => JSON.stringify(pattern)).join(", ");
    throw new Error(`--only: no mutant is named ${names}; --list names them.`);
  }
  return all.filter(({ name }) => patterns.some((pattern) => fits(name, pattern)));
}

function fits(name: string, pattern: string): boolean {
  return /^[\w*-]+$/.test(pattern) && new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(name);
}

function wholeNumber(option: string, value: string, max: number): number {
  const number = Number(value);
  if (!/^[1-9]\d*$/.test(value) || number > max)
    throw new Error(`--${option} must be a whole number from 1 to ${max}.`);
  return number;
}
