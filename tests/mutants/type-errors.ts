import { execFile } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Mutant, mutatedFiles } from "./mutant.ts";

const PROJECT = "tsconfig.mutants.json";

/**
 * What the compiler says of mutants, a line each; nothing where all of them are sound. A mutant that does not compile
 * is killed by that, which says nothing of its guard. All are checked at once: each mutated file stands for the while
 * beside the one that it was made of, under a name of its own, so that all it names is found as from there.
 */
export async function typeErrors(root: string, mutants: readonly Mutant[]): Promise<string[]> {
  const textOf = (file: string) => readFileSync(path.join(root, file), "utf8");
  const written: string[] = [];
  const write = (file: string, text: string) => {
    written.push(file);
    writeFileSync(path.join(root, file), text);
  };
  try {
    for (const mutant of mutants) {
      for (const [file, text] of mutatedFiles(mutant, textOf)) {
        if (file.endsWith(".ts")) write(`${file.slice(0, -3)}.mutant-${mutant.name}.ts`, text);
      }
    }
    if (written.length === 0) return [];
    write(PROJECT, JSON.stringify({ extends: "./tsconfig.json", include: ["**/*.mutant-*.ts"] }));
    return await compile(root);
  } finally {
    for (const file of written) rmSync(path.join(root, file));
  }
}

/** The lines that it prints; none where it found nothing. */
function compile(root: string): Promise<string[]> {
  const program = path.join(root, "node_modules/.bin/tsc");
  const given = ["--noEmit", "--incremental", "false", "--pretty", "false", "-p", PROJECT];
  return new Promise((resolve) => {
    execFile(program, given, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout) => {
      if (error) resolve(stdout.trim() === "" ? [error.message] : stdout.trim().split("\n"));
      else resolve([]);
    });
  });
}
