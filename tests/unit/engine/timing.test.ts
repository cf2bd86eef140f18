import { describe, expect, it } from "vitest";
import { backoffMs, deadlineMs } from "#lib/search-engine/v2/core/config.ts";
import { nextVirtualTimes } from "#lib/search-engine/v2/core/fair-queue.ts";
import { jobRow } from "./rows.ts";

describe("backoffMs", () => {
  const settings = { retryBaseMs: 100, retryCapMs: 1_000 };

  it.each([
    { attempt: 0, mostMs: 100 },
    { attempt: 1, mostMs: 200 },
    { attempt: 3, mostMs: 800 },
    { attempt: 4, mostMs: 1_000 },
    { attempt: 60, mostMs: 1_000 },
  ])("after attempt $attempt lies between 0 and $mostMs", ({ attempt, mostMs }) => {
    const waits = Array.from({ length: 2_000 }, () => backoffMs(attempt, settings));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(mostMs);
    // Full jitter: spread over the whole range.
    expect(Math.min(...waits)).toBeLessThan(0.1 * mostMs);
    expect(Math.max(...waits)).toBeGreaterThan(0.9 * mostMs);
    expect(waits.every(Number.isInteger)).toBe(true);
  });
});

describe("deadlineMs", () => {
  const need = { targetResults: 100, pageSize: 30, searchMs: 3_000, profileMs: 1_500, parallelMax: 20 };

  it("is the setting for a job that is soon done", () => {
    expect(deadlineMs(need, { jobDeadlineMs: 1_800_000 })).toBe(1_800_000);
  });

  it("is four times what target and platform need where that is longer", () => {
    const long = { ...need, targetResults: 5_000, profileMs: 60_000, parallelMax: 5 };
    // 167 pages of 3 s and 5,000 profiles of a minute, five at a time.
    expect(deadlineMs(long, { jobDeadlineMs: 1_800_000 })).toBe((4 * (167 * 3_000 + 5_000 * 60_000)) / 5);
  });
});

describe("nextVirtualTimes", () => {
  it("follow one another from the provider's clock on, and the job remembers the last", () => {
    const job = jobRow({ virtualTime: 3 });
    expect(nextVirtualTimes(job, { base: 10, step: 2 }, 3)).toEqual([12, 14, 16]);
    expect(job.virtualTime).toBe(16);
  });

  it("follow the job's own last where that is ahead of the clock", () => {
    const job = jobRow({ virtualTime: 30 });
    expect(nextVirtualTimes(job, { base: 10, step: 0.5 }, 2)).toEqual([30.5, 31]);
  });

  it("of nothing leave the job as it was", () => {
    const job = jobRow({ virtualTime: 7 });
    expect(nextVirtualTimes(job, { base: 10, step: 1 }, 0)).toEqual([]);
    expect(job.virtualTime).toBe(7);
  });
});
