import { describe, expect, it } from "vitest";
import type { JobProgress } from "#lib/search-engine/types.ts";
import { phaseText, waitReason } from "#scripts/search/progress-line.ts";

const PROGRESS: JobProgress = {
  step: "waiting",
  details: "",
  keywordsDispatched: 1,
  keywordsCompleted: 0,
  keywordsFailed: 0,
  creatorsFound: 0,
  creatorsEnriched: 0,
  creatorsFailed: 0,
  creatorsUnavailable: 0,
  creatorsFiltered: 0,
  creatorsSkipped: 0,
  emailsFound: 0,
  targetResults: 100,
  percent: 0,
};

describe("the progress line", () => {
  it.each([
    { place: 1, elapsedMs: 200, expected: "Starting" },
    { place: 1, elapsedMs: 5_000, expected: "Waiting in line (place 1)" },
    { place: 2, elapsedMs: 200, expected: "Waiting in line (place 2)" },
  ])("says $expected at place $place after $elapsedMs ms", ({ place, elapsedMs, expected }) => {
    expect(phaseText("pending", { ...PROGRESS, placeInLine: place }, elapsedMs)).toBe(expected);
  });

  it.each([
    { details: "Searching: 3 of 10 creators found so far.", expected: "" },
    {
      details: "Searching: 3 of 10 creators found so far. Some of it waits: v1.2 is closed.",
      expected: "Some of it waits: v1.2 is closed.",
    },
  ])("says '$expected' of '$details'", ({ details, expected }) => {
    expect(waitReason(details)).toBe(expected);
  });
});
