import { existsSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MUTANTS } from "#tests/mutants/all.ts";
import { mutant, mutatedFiles } from "#tests/mutants/mutant.ts";
import { copyTree, type TreeCopy } from "#tests/mutants/tree-copy.ts";
import { typeErrors } from "#tests/mutants/type-errors.ts";

/** A copy of the tree, and one compilation of all that mutants touch. */
const COMPILE_MAX_MS = 60_000;

it("every mutant has a name of its own", () => {
  const names = MUTANTS.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

it.each(MUTANTS)("$name applies to the tree, and leaves code that loads", (mutant) => {
  for (const [file, text] of mutatedFiles(mutant, (path) => readFileSync(path, "utf8"))) {
    if (file.endsWith(".ts")) expect(stripTypeScriptTypes(text)).not.toBe("");
  }
});

describe("what the compiler says", () => {
  let copy: TreeCopy;
  beforeAll(async () => {
    copy = await copyTree(process.cwd());
  }, COMPILE_MAX_MS);
  afterAll(() => copy?.remove());

  it("is nothing of any mutant", { timeout: COMPILE_MAX_MS }, async () => {
    expect(await typeErrors(copy.root, MUTANTS)).toEqual([]);
  });

  it("is that a name is none, with the mutant that has it", { timeout: COMPILE_MAX_MS }, async () => {
    const change = { file: "lib/errors.ts", from: "export class", to: "void nowhere;\nexport class" };
    const unsound = mutant("unsound", "", { ...change, killers: [] });
    expect(await typeErrors(copy.root, [unsound])).toEqual([
      expect.stringMatching(/^lib\/errors\.mutant-unsound\.ts.*: Cannot find name 'nowhere'/),
    ]);
    expect(existsSync(path.join(copy.root, "lib/errors.mutant-unsound.ts"))).toBe(false);
  });
});

it.each(MUTANTS)("the tests that are expected to notice $name are there", ({ killers }) => {
  expect(killers.filter((killer) => !existsSync(`tests/${killer}`))).toEqual([]);
});

it("a patch whose text has moved is an error that names mutant and file", () => {
  const edits = [{ file: "a.ts", from: "gone", to: "" }];
  expect(() => mutatedFiles({ name: "stale", edits }, () => "gone, gone")).toThrow(
    "stale: a.ts has 2 times, not once: gone",
  );
});
