import { describe, expect, it } from "vitest";
import { type RunPart, runStatus, sumProgress } from "#components/run-progress.ts";
import { PROGRESS } from "../terminal/progress-values.ts";

let made = 0;

function part(
  status: RunPart["status"],
  change: Partial<RunPart["progress"]> = {},
  retryOf: string | null = null,
): RunPart {
  made += 1;
  return { jobId: `job-${made}`, retryOf, status, progress: { ...PROGRESS, ...change } };
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
    expect(sumProgress(parts)).toMatchObject({
      creatorsFound: 112,
      creatorsFailed: 2,
      keywordsFailed: 1,
      targetResults: 2 * PROGRESS.targetResults,
      percent: 66,
    });
  });
});

describe("a search and its retry", () => {
  const gaps = { creatorsFound: 60, keywordsFailed: 1, creatorsFailed: 3, percent: 100, targetResults: 100 };

  it("are done once the retry is, with what both found and what was asked for once", () => {
    const first = part("partial", gaps);
    const retry = part("completed", { creatorsFound: 40, targetResults: 40, percent: 100 }, first.jobId);
    expect(runStatus([first, retry])).toBe("completed");
    expect(sumProgress([first, retry])).toMatchObject({
      creatorsFound: 100,
      targetResults: 100,
      keywordsFailed: 0,
      creatorsFailed: 0,
      percent: 100,
    });
  });

  it("are as before where the retry was stopped", () => {
    const first = part("partial", gaps);
    const retry = part("cancelled", { creatorsFound: 5, targetResults: 40, percent: 100 }, first.jobId);
    expect(runStatus([first, retry])).toBe("partial");
    expect(sumProgress([first, retry])).toMatchObject({
      creatorsFound: 65,
      keywordsFailed: 1,
      targetResults: 100,
    });
  });
});
