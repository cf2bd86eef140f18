import { describe, expect, it } from "vitest";
import { phaseText, progressText, waitReason } from "#scripts/search/progress-line.ts";
import { PROGRESS } from "./progress-values.ts";

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

  it("tells one search by its keywords, several by what each has", () => {
    const names = { tiktok: "TikTok", youtube: "YouTube" };
    const view = (platform: string, creatorsFound: number) => ({
      jobId: platform,
      retryOf: null,
      platform,
      status: "searching" as const,
      progress: { ...PROGRESS, creatorsFound },
    });
    expect(progressText([view("tiktok", 7)], names, 0)).toMatch(/^Searching · 0\/1 keyword · 7 found · /);
    expect(progressText([view("tiktok", 7), view("youtube", 12)], names, 0)).toBe(
      "Searching · 19/200 (TikTok 7, YouTube 12) · 0 detailed",
    );
  });
});
