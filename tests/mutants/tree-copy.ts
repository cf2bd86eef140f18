import { readFileSync, writeFileSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readSourceFiles } from "#scripts/checks/files.ts";
import { type Mutant, mutatedFiles } from "./mutant.ts";

/** They notice every patch by its text, which says nothing of the guard. */
const TESTS_OF_PATCHES = "tests/unit/mutants/";

/** A copy of the tree in a folder of its own, with the installed packages linked. */
export interface TreeCopy {
  root: string;
  /** For what the tests themselves put aside; goes with the copy. */
  temporary: string;
  /** Does work with the mutant's patches in place, and takes them out again. */
  withMutant<T>(mutant: Mutant, work: () => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

export async function copyTree(from: string): Promise<TreeCopy> {
  const folder = await mkdtemp(path.join(tmpdir(), "shoal-mutants-"));
  const [root, temporary] = [path.join(folder, "tree"), path.join(folder, "tmp")];
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    // PostgreSQL, which has a user of its own where root runs the tests, passes through to its data.
    for (const created of [root, temporary]) await mkdir(created);
    for (const passed of [folder, temporary]) await chmod(passed, 0o711);
    const files = (await readSourceFiles(from)).filter((file) => !file.path.startsWith(TESTS_OF_PATCHES));
    for (const folder of new Set(files.map((file) => path.dirname(file.path)))) {
      await mkdir(path.join(root, folder), { recursive: true });
    }
    await Promise.all(files.map((file) => copyFile(path.join(from, file.path), path.join(root, file.path))));
    await symlink(path.join(from, "node_modules"), path.join(root, "node_modules"));
  } catch (error) {
    await remove();
    throw error;
  }
  return { root, temporary, remove, withMutant: (mutant, work) => withMutant(root, mutant, work) };
}

async function withMutant<T>(root: string, mutant: Mutant, work: () => Promise<T>): Promise<T> {
  const textOf = (file: string) => readFileSync(path.join(root, file), "utf8");
  const mutated = mutatedFiles(mutant, textOf);
  const originals = new Map([...mutated.keys()].map((file) => [file, textOf(file)]));
  try {
    for (const [file, text] of mutated) writeFileSync(path.join(root, file), text);
    return await work();
  } finally {
    for (const [file, text] of originals) writeFileSync(path.join(root, file), text);
  }
}
