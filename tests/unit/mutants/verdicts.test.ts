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
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A tree whose tests are a shell script: what it does while the guard stands, and once it is gone. */
function treeOf(tests: { guarded: string; unguarded: string }): TreeCopy {
  const guard = path.join(root, GUARD);
  const program = path.join(root, "node_modules/.bin/vitest");
  writeFileSync(guard, "stands");
  writeFileSync(
    program,
    `#!/bin/sh\nif grep -q stands ${guard}; then ${tests.guarded}; else ${tests.unguarded}; fi\n`,
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
    { what: "end badly with it alone", guarded: "exit 0", unguarded: "exit 1", status: "killed" },
    { what: "end badly without it too", guarded: "exit 1", unguarded: "exit 1", status: "unsure" },
    { what: "pass with it", guarded: "exit 0", unguarded: "exit 0", status: "survived" },
  ])("whose tests $what is $status", async ({ guarded, unguarded, status }) => {
    const verdict = await tryMutant(treeOf({ guarded, unguarded }), MUTANT, LIMITS, true);
    expect(verdict).toMatchObject({ name: "guard-gone", status });
    expect(isMissed(verdict)).toBe(status === "unsure" || status === "survived");
  });
});
