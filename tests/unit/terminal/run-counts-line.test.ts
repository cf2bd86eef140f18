import { describe, expect, it } from "vitest";
import type { RunPart } from "#components/run-progress.ts";
import { runCountsLine } from "#scripts/search/run-counts-line.ts";
import { PROGRESS } from "./progress-values.ts";

function part(status: RunPart["status"], change: Partial<RunPart["progress"]>): RunPart {
  return { jobId: status, retryOf: null, status, progress: { ...PROGRESS, ...change } };
}

describe("the searches of a run in one line", () => {
  it("are counted together", () => {
    const parts = [
      part("completed", { creatorsFound: 100, creatorsEnriched: 90, emailsFound: 1 }),
      part("searching", { creatorsFound: 12, creatorsFailed: 2, keywordsFailed: 1 }),
    ];
    expect(runCountsLine(parts)).toBe(
      "1/2 searches ended · 112/200 found · 90 detailed · 1 e-mail · 2 failed · 1 keyword failed",
    );
  });

  it("tell how many fit, once some do not", () => {
    const parts = [
      part("completed", { creatorsFound: 100, creatorsFiltered: 40 }),
      part("partial", { creatorsFound: 50 }),
    ];
    expect(runCountsLine(parts)).toMatch(/ · 110 of 150 fit$/);
  });
});
