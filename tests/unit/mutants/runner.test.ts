import { describe, expect, it } from "vitest";
import { firstFailure, isJudgement } from "#tests/mutants/first-failure.ts";
import { mutant } from "#tests/mutants/mutant.ts";
import { readOptions } from "#tests/mutants/options.ts";
import { table } from "#tests/mutants/report.ts";
import { projectOf } from "#tests/mutants/run-tests.ts";

const change = { file: "a.ts", from: "a", to: "b", killers: [] };
const ALL = ["gate-open", "gate-unlocked", "window"].map((name) => mutant(name, "", change));
const namesOf = (...given: string[]) => readOptions(given, ALL).mutants.map(({ name }) => name);

describe("the mutants that are tried", () => {
  it("are all, or those that are named, also by a pattern", () => {
    expect(namesOf()).toEqual(["gate-open", "gate-unlocked", "window"]);
    expect(namesOf("--only", "window, gate-*")).toEqual(["gate-open", "gate-unlocked", "window"]);
    expect(namesOf("--only", "*-unlocked")).toEqual(["gate-unlocked"]);
  });

  it("are refused where there is none of the name", () => {
    expect(() => namesOf("--only", "gate,window")).toThrow('--only: no mutant is named "gate";');
    expect(() => namesOf("--only", "window!!")).toThrow('no mutant is named "window!!";');
    expect(() => namesOf("--only", "")).toThrow('no mutant is named "";');
  });

  it.each([
    ["--parallel", "0"],
    ["--parallel", "1e2"],
    ["--parallel", "65"],
    ["--limit", "0x10"],
    ["--limit", "500000"],
  ])("are tried with numbers that make sense alone (%s %s)", (option, value) => {
    expect(() => namesOf(option, value)).toThrow(`${option} must be a whole number from 1 to `);
  });
});

describe("a test file", () => {
  it.each([
    ["tests/unit/engine/gate.test.ts", "unit"],
    ["tests/integration/cancel.test.ts", "integration"],
    ["tests/integration/qstash-window.test.ts", "qstash"],
  ])("%s runs in the project %s", (file, project) => {
    expect(projectOf(file)).toBe(project);
  });
});

describe("the first failure of a report", () => {
  const passed = { status: "passed", fullName: "holds" };
  const failed = { status: "failed", fullName: "breaks", failureMessages: ["Error: 1 is not 2\n at"] };

  it("is the test that failed, with what it said", () => {
    const testResults = [
      { name: "/copy/tests/a.test.ts", status: "passed", assertionResults: [passed] },
      { name: "/copy/tests/b.test.ts", status: "failed", assertionResults: [passed, failed] },
    ];
    expect(firstFailure({ testResults }, "/copy")).toEqual({
      file: "tests/b.test.ts",
      test: "breaks",
      message: "Error: 1 is not 2",
    });
  });

  it("is the file where it failed before its tests, and nothing where there is no report", () => {
    const testResults = [
      { name: "/copy/tests/a.test.ts", status: "failed", message: "no database", assertionResults: [] },
    ];
    const file = { file: "tests/a.test.ts", test: null, message: "no database" };
    expect(firstFailure({ testResults }, "/copy")).toEqual(file);
    expect(isJudgement(file)).toBe(false);
    expect(firstFailure(null, "/copy")).toMatchObject({ file: null, test: null });
  });
});

describe("what a test said", () => {
  it.each([
    "AssertionError: expected 1 to be 2",
    "TypeError: Cannot read properties of undefined (reading 'id')",
    "PostgresError: deadlock detected",
  ])("is a judgement: %s", (message) => {
    expect(isJudgement({ file: "tests/a.test.ts", test: "holds", message })).toBe(true);
  });

  it.each([
    "ReferenceError: input is not defined",
    "SyntaxError: Unexpected token '}'",
    'PostgresError: syntax error at or near "and"',
    "PostgresError: column c.gone does not exist",
  ])("is none where there was no code to judge: %s", (message) => {
    expect(isJudgement({ file: "tests/a.test.ts", test: "holds", message })).toBe(false);
  });
});

it("the report begins with the survivors, and ends with the counts", () => {
  const verdict = { guard: "it holds | always", seconds: 2, message: null };
  const text = table([
    { ...verdict, name: "noticed", status: "killed", killedBy: "a.test.ts › breaks" },
    { ...verdict, name: "unnoticed", status: "survived", killedBy: null },
    { ...verdict, name: "hanging", status: "unsure", killedBy: null },
  ]);
  expect(text.split("\n").slice(2)).toEqual([
    "| unnoticed | it holds \\| always | SURVIVED |",
    "| hanging | it holds \\| always | UNSURE: what failed or hung does so without it too |",
    "| noticed | it holds \\| always | a.test.ts › breaks |",
    "",
    "1 killed, 1 survived, 1 unsure",
  ]);
});
