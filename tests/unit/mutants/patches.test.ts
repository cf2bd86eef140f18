import { existsSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { expect, it } from "vitest";
import { MUTANTS } from "#tests/mutants/all.ts";
import { mutatedFiles } from "#tests/mutants/mutant.ts";

it("every mutant has a name of its own", () => {
  const names = MUTANTS.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

it.each(MUTANTS)("$name applies to the tree, and leaves code that loads", (mutant) => {
  for (const [file, text] of mutatedFiles(mutant, (path) => readFileSync(path, "utf8"))) {
    if (file.endsWith(".ts")) expect(stripTypeScriptTypes(text)).not.toBe("");
  }
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
