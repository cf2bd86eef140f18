import { parseArgs } from "node:util";
import type { Mutant } from "./mutant.ts";

export const HELP = `npm run mutants [-- --only NAME,NAME] [--list]

Takes away the guards of the engine one by one, each in a copy of the tree, and runs the tests that are expected
to notice; if they don't, all unit and integration tests on both transports. Ends with 1 if a mutant survives or it is
not sure that one was noticed, and with 2 if the tests fail without one. The report is also in .bench/mutants.json.

  --only NAME,…    these only; a * stands for anything
  --list           name them, with the guard that each takes away
  --quick          the expected tests only
  --parallel N     mutants at once (default 1)
  --limit SECONDS  for the expected tests of one mutant (default 240); a run that hangs counts as
                   noticed if the same tests end in time without the mutant
  --help           this text`;

/** All tests of one project take this much longer than the expected ones of one mutant. */
const PROJECT_FACTOR = 5;

interface Options {
  help: boolean;
  list: boolean;
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
      quick: { type: "boolean", default: false },
      parallel: { type: "string", default: "1" },
      limit: { type: "string", default: "240" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { help, list, quick } = values;
  const killersMs = positive("limit", values.limit) * 1_000;
  return {
    help,
    list,
    quick,
    parallel: positive("parallel", values.parallel),
    killersMs,
    projectMs: killersMs * PROJECT_FACTOR,
    mutants: select(all, values.only),
  };
}

function select(all: readonly Mutant[], only: string | undefined): Mutant[] {
  if (only === undefined) return [...all];
  const patterns = only.split(",").map((name) => name.trim());
  const unknown = patterns.filter((pattern) => !all.some(({ name }) => fits(name, pattern)));
  if (unknown.length > 0) throw new Error(`--only: no mutant ${unknown.join(", ")}; --list names them.`);
  return all.filter(({ name }) => patterns.some((pattern) => fits(name, pattern)));
}

function fits(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[^\w-]/g, ""));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}

function positive(option: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${option} must be a whole number from 1.`);
  return number;
}
