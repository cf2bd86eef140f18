import { describe, expect, it } from "vitest";
import { type RunPart, runCountsLine, runPercent, runStatus } from "#components/run-totals.ts";
import { PROGRESS } from "../terminal/progress-values.ts";

function part(status: RunPart["status"], change: Partial<RunPart["progress"]> = {}): RunPart {
  return { platform: "tiktok", status, progress: { ...PROGRESS, ...change } };
}

describe("several searches of a run", () => {
  it.each([
    { statuses: ["completed", "completed"], expected: "completed" },
    { statuses: ["completed", "error"], expected: "partial" },
    { statuses: ["completed", "cancelled"], expected: "partial" },
    { statuses: ["cancelled", "cancelled"], expected: "cancelled" },
    { statuses: ["error", "error"], expected: "error" },
    { statuses: ["completed", "pending"], expected: "pending" },
    { statuses: ["pending", "dispatching", "enriching"], expected: "enriching" },
    { statuses: ["enriching", "searching", "completed"], expected: "searching" },
  ] as const)("that are $statuses are together $expected", ({ statuses, expected }) => {
    expect(runStatus(statuses.map((status) => part(status)))).toBe(expected);
  });

  it("count together", () => {
    const parts = [
      part("completed", { creatorsFound: 100, creatorsEnriched: 90, emailsFound: 1, percent: 100 }),
      part("searching", { creatorsFound: 12, creatorsFailed: 2, keywordsFailed: 1, percent: 33 }),
    ];
    expect(runCountsLine(parts)).toBe(
      "1/2 searches ended · 112/200 found · 90 detailed · 1 e-mail · 2 failed · 1 keyword failed",
    );
    expect(runPercent(parts)).toBe(66);
  });

  it("tell how many fit together, once some do not", () => {
    const parts = [
      part("completed", { creatorsFound: 100, creatorsFiltered: 40 }),
      part("completed", { creatorsFound: 50 }),
    ];
    expect(runCountsLine(parts)).toMatch(/ · 110 of 150 fit$/);
  });
});
