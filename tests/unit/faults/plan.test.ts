import { describe, expect, it } from "vitest";
import { Draws } from "#tests/faults/draws.ts";
import { planJobs } from "#tests/faults/plan.ts";
import { SIZES } from "#tests/faults/settings.ts";

describe("the plan of a campaign", () => {
  it("is the same for the same seed, and another for another", () => {
    const plan = (seed: number) => planJobs(new Draws(seed), SIZES.small);
    expect(plan(3)).toEqual(plan(3));
    expect(plan(3)).not.toEqual(plan(4));
  });

  it.each(Object.entries(SIZES))(
    "of scale %s cancels early those with much to do, and shortens other deadlines",
    (_, size) => {
      for (let seed = 0; seed < 20; seed += 1) {
        const jobs = planJobs(new Draws(seed), size);
        const cancelled = jobs.filter((job) => job.cancelAfterMs !== null);
        expect(cancelled.length).toBe(Math.max(3, Math.ceil(jobs.length * 0.05)));
        expect(cancelled.every((job) => job.isExhaustive && job.deadlineAfterMs === null)).toBe(true);
        expect(cancelled.every((job) => (job.cancelAfterMs ?? 0) <= size.cancelWithinMs)).toBe(true);
        expect(jobs.filter((job) => job.deadlineAfterMs !== null).length).toBeGreaterThanOrEqual(2);
      }
    },
  );
});
