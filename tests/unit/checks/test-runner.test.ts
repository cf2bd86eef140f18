import path from "node:path";
import { describe, expect, it } from "vitest";
import { exitCode, summary, total } from "#scripts/test/outcome.ts";
import { selectStages } from "#scripts/test/select-stages.ts";
import { countReport } from "#scripts/test/vitest-report.ts";

const FILE = path.resolve("tests/unit/sum.test.ts");

const report = (changes: object) => ({
  numPassedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...changes,
});

describe("countReport", () => {
  it.each([
    { name: "all passed", changes: { numPassedTests: 3 }, code: 0, expected: [3, 0, 0] },
    {
      name: "a test failed",
      changes: {
        numPassedTests: 2,
        testResults: [
          {
            name: FILE,
            status: "failed",
            assertionResults: [
              { fullName: "a whole", status: "passed" },
              { fullName: "a sum", status: "failed" },
            ],
          },
        ],
      },
      code: 1,
      expected: [2, 1, 0],
      failures: ["tests/unit/sum.test.ts: a sum"],
    },
    {
      name: "a file did not load",
      changes: { numPassedTests: 2, testResults: [{ name: FILE, status: "failed", assertionResults: [] }] },
      code: 1,
      expected: [2, 1, 0],
      failures: ["tests/unit/sum.test.ts"],
    },
    { name: "an error outside the tests", changes: { numPassedTests: 2 }, code: 1, expected: [2, 1, 0] },
    { name: "no test file", changes: {}, code: 1, expected: [0, 1, 0] },
    {
      name: "skipped and planned",
      changes: { numPendingTests: 1, numTodoTests: 2 },
      code: 0,
      expected: [0, 0, 3],
    },
  ])("$name", ({ changes, code, expected, failures }) => {
    const outcome = countReport(report(changes), code);
    expect([outcome.passed, outcome.failed, outcome.skipped]).toEqual(expected);
    if (failures) expect(outcome.failures).toEqual(failures);
  });

  it("refuses what is no report", () => {
    expect(() => countReport({}, 0)).toThrow();
  });
});

describe("the last line", () => {
  it("counts all stages, and names skipped ones only where there are any", () => {
    const outcomes = [
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 40, failed: 2, skipped: 0 },
    ];
    expect(summary(total(outcomes))).toBe("41 passed, 2 failed");
    expect(summary({ passed: 1, failed: 0, skipped: 3 })).toBe("1 passed, 0 failed, 3 skipped");
  });

  it("is a success only when something passed and nothing failed", () => {
    expect(exitCode({ passed: 1, failed: 0, skipped: 0 })).toBe(0);
    expect(exitCode({ passed: 9, failed: 1, skipped: 0 })).toBe(1);
    expect(exitCode({ passed: 0, failed: 0, skipped: 5 })).toBe(1);
  });
});

describe("selectStages", () => {
  it("takes all, or those named in their order, and build with e2e", () => {
    expect(selectStages(undefined)).toEqual([
      "lint",
      "types",
      "dead-code",
      "checks",
      "schema",
      "unit",
      "integration",
      "qstash",
      "build",
      "e2e",
      "faults",
    ]);
    expect(selectStages("integration, unit")).toEqual(["unit", "integration"]);
    expect(selectStages("e2e")).toEqual(["build", "e2e"]);
    expect(selectStages("faults")).toEqual(["build", "faults"]);
  });

  it("names the stages when one is unknown", () => {
    expect(() => selectStages("unit,units")).toThrow(/--only: no stage "units". Stages: lint, types/);
  });
});
