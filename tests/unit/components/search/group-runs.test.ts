import { describe, expect, it } from "vitest";
import { groupRuns } from "#components/search/recent/group-runs.ts";
import type { JobProgress, JobSummary } from "#lib/search-engine/types.ts";

function job(runId: string, platform: string, change: Partial<JobSummary> = {}): JobSummary {
  const progress: JobProgress = {
    step: "completed",
    details: "",
    keywordsDispatched: 1,
    keywordsCompleted: 1,
    keywordsFailed: 1,
    creatorsFound: 10,
    creatorsEnriched: 10,
    creatorsFailed: 2,
    creatorsUnavailable: 0,
    creatorsFiltered: 3,
    creatorsSkipped: 0,
    creatorsCopied: 0,
    emailsFound: 4,
    targetResults: 20,
    percent: 100,
  };
  return {
    jobId: `${runId}-${platform}`,
    runId,
    campaignId: null,
    campaignName: null,
    platform,
    keywords: ["makeup"],
    status: "completed",
    filters: { wanted: null, applied: [], notSupported: [] },
    enrichmentStatus: "completed",
    progress,
    allowance: { held: 0, charged: 10, refunded: 0 },
    cost: 3,
    userId: "mia",
    userName: "Mia",
    retryOf: null,
    runAgainOf: null,
    canRetry: { keywords: 0, creators: 0, expansion: false },
    createdAt: "2026-11-24T10:00:00.000Z",
    startedAt: null,
    finishedAt: null,
    error: null,
    ...change,
  };
}

describe("groupRuns", () => {
  it("tells the jobs of one press in one line, in the order in which they were begun", () => {
    const jobs = [
      job("new", "youtube", { status: "error" }),
      job("old", "tiktok"),
      job("new", "tiktok", { userName: "Max" }),
    ];
    expect(groupRuns(jobs)).toEqual([
      expect.objectContaining({
        runId: "new",
        platforms: ["tiktok", "youtube"],
        status: "partial",
        userName: "Max",
        found: 20,
        target: 40,
        emails: 8,
        filtered: 6,
        failed: 4,
        keywordsFailed: 2,
      }),
      expect.objectContaining({ runId: "old", platforms: ["tiktok"], status: "completed", found: 10 }),
    ]);
  });
});
