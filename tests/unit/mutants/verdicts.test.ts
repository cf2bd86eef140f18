import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isMissed } from "#tests/mutants/report.ts";
import type { TreeCopy } from "#tests/mutants/tree-copy.ts";
import { tryMutant } from "#tests/mutants/try-mutant.ts";

const GUARD = "guard";
const MUTANT = {
  name: "guard-gone",
  guard: "it holds",
  edits: [],
  killers: ["unit/guard.test.ts"],
};
const LIMITS = { killersMs: 600, projectMs: 600, signal: new AbortController().signal };

let root: string;

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "shoal-verdicts-"));
  mkdirSync(path.join(root, "node_modules/.bin"), { recursive: true });
  mkdirSync(path.join(root, "temporary"));
  for (const [name, assertionResults] of Object.entries(REPORTS)) {
    const file = { name: path.join(root, "tests/unit/guard.test.ts"), status: "failed", assertionResults };
    writeFileSync(path.join(root, `${name}.json`), JSON.stringify({ testResults: [file] }));
  }
});

/** What the script reports: a test that failed, one that met no code, a file that failed before its tests. */
const REPORTS = {
  failed: [test("AssertionError: expected 2 to be 1")],
  nameless: [test("ReferenceError: input is not defined")],
  unloaded: [],
};

function test(message: string) {
  return { status: "failed", fullName: "it holds", failureMessages: [message] };
}

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A tree whose tests are a shell script: what it does while the guard stands, and once it is gone. */
function treeOf(tests: { guarded: string; unguarded: string }): TreeCopy {
  const guard = path.join(root, GUARD);
  const program = path.join(root, "node_modules/.bin/vitest");
  writeFileSync(guard, "stands");
  writeFileSync(
    program,
    `#!/bin/sh
for given in "$@"; do case "$given" in --outputFile.json=*) report="\${given#*=}";; esac; done
ends() { cp ${root}/$1.json "$report"; exit 1; }
if grep -q stands ${guard}; then ${tests.guarded}; else ${tests.unguarded}; fi\n`,
  );
  chmodSync(program, 0o755);
  return {
    root,
    temporary: path.join(root, "temporary"),
    remove: () => Promise.resolve(),
    withMutant: async (_, work) => {
      const before = readFileSync(guard, "utf8");
      writeFileSync(guard, "gone");
      try {
        return await work();
      } finally {
        writeFileSync(guard, before);
      }
    },
  };
}

describe("a mutant", () => {
  it.each([
    { what: "hang with it alone", guarded: "exit 0", unguarded: "sleep 60", status: "timeout" },
    { what: "hang without it too", guarded: "sleep 60", unguarded: "sleep 60", status: "unsure" },
    { what: "hang with it, and fail without", guarded: "exit 1", unguarded: "sleep 60", status: "unsure" },
    { what: "fail with it alone", guarded: "exit 0", unguarded: "ends failed", status: "killed" },
    { what: "meet a name that is none", guarded: "exit 0", unguarded: "ends nameless", status: "broken" },
    { what: "do not load with it", guarded: "exit 0", unguarded: "ends unloaded", status: "broken" },
    { what: "end badly without a report", guarded: "exit 0", unguarded: "exit 1", status: "broken" },
    { what: "pass with it", guarded: "exit 0", unguarded: "exit 0", status: "survived" },
  ])("whose tests $what is $status", async ({ guarded, unguarded, status }) => {
    const verdict = await tryMutant(treeOf({ guarded, unguarded }), MUTANT, LIMITS, true);
    expect(verdict).toMatchObject({ name: "guard-gone", status });
    expect(isMissed(verdict)).toBe(!["killed", "timeout"].includes(status));
  });

  it("is killed by the test that failed, with what it said", async () => {
    const verdict = await tryMutant(treeOf({ guarded: "exit 0", unguarded: "ends failed" }), MUTANT, LIMITS);
    expect(verdict).toMatchObject({
      killedBy: "unit/guard.test.ts › it holds",
      message: "AssertionError: expected 2 to be 1",
    });
  });

  it("that was not expected to be noticed there is killed only if that test passes without it", async () => {
    const other = { ...MUTANT, killers: ["unit/other.test.ts"] };
    const failing = treeOf({ guarded: "ends failed", unguarded: "ends failed" });
    expect(await tryMutant(failing, other, LIMITS)).toMatchObject({ status: "unsure" });
    const passing = treeOf({ guarded: "exit 0", unguarded: "ends failed" });
    expect(await tryMutant(passing, other, LIMITS)).toMatchObject({ status: "killed" });
  });

  it("that hangs names what hung", async () => {
    const tree = treeOf({ guarded: "exit 0", unguarded: "sleep 60" });
    expect(await tryMutant(tree, MUTANT, LIMITS)).toMatchObject({ killedBy: "unit/guard.test.ts (hung)" });
  });
});
