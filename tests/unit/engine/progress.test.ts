import { describe, expect, it } from "vitest";
import { updateProgress } from "#lib/search-engine/v2/core/job-tracker.ts";
import { jobRow } from "./rows.ts";

describe("the percent of an open job", () => {
  it("never falls, whatever its counters come to", () => {
    const job = jobRow({ percent: 80, creatorsFound: 5, creatorsEnriched: 5 });
    updateProgress(job);
    expect(job.percent).toBe(80);
  });

  it("is half for finding and half for details", () => {
    const job = jobRow({ creatorsFound: 10, creatorsEnriched: 5 });
    updateProgress(job);
    expect(job.percent).toBe(37);
  });

  it("is not 100 before the end, also where nothing seems left to do", () => {
    const job = jobRow({ finders: 0, creatorsFound: 20, creatorsEnriched: 20 });
    updateProgress(job);
    expect(job).toMatchObject({ percent: 99, status: "enriching" });
  });
});
