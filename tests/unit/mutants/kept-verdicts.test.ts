import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepVerdict, readVerdicts } from "#tests/mutants/kept-verdicts.ts";
import { mutant } from "#tests/mutants/mutant.ts";
import type { Verdict } from "#tests/mutants/verdict.ts";

const change = { file: "a.ts", from: "a", to: "b", killers: [] };
const [first, second] = [mutant("first", "it holds", change), mutant("second", "it holds too", change)];
const verdictOf = ({ name, guard }: typeof first, status: Verdict["status"]): Verdict => ({
  name,
  guard,
  status,
  killedBy: null,
  message: null,
  seconds: 1,
});

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "shoal-kept-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const statuses = (...mutants: (typeof first)[]) =>
  readVerdicts(root, mutants).map(({ name, status }) => `${name} ${status}`);

it("a run of some mutants takes the place of their verdicts, and leaves those of others", () => {
  expect(statuses(first, second)).toEqual([]);
  keepVerdict(root, first, verdictOf(first, "survived"));
  keepVerdict(root, second, verdictOf(second, "killed"));
  keepVerdict(root, first, verdictOf(first, "timeout"));
  expect(statuses(first, second)).toEqual(["first timeout", "second killed"]);
});

it("a verdict holds for the patch that was tried", () => {
  keepVerdict(root, first, verdictOf(first, "killed"));
  const moved = mutant("first", "it holds", { ...change, to: "c" });
  expect(statuses(moved, second)).toEqual([]);
});

it("what an earlier version wrote is no verdict", () => {
  mkdirSync(path.join(root, ".bench"));
  writeFileSync(path.join(root, ".bench/mutants.json"), '[{ "name": "first" }]');
  expect(statuses(first)).toEqual([]);
});
