import { describe, expect, it } from "vitest";
import type { JobStatus, JobSummary } from "#lib/search-engine/types.ts";
import { type SearchResult, summaryLines } from "#scripts/search/report.ts";
import { PROGRESS } from "./progress-values.ts";

const NAMES = { tiktok: "TikTok", youtube: "YouTube" };
const TIMING = { firstRowsMs: 1_234, totalMs: 5_678 };

function result(
  platform: string,
  status: JobStatus,
  errors: SearchResult["view"]["errors"] = [],
): SearchResult {
  const progress = { ...PROGRESS, creatorsFound: 40 };
  const filters = { wanted: null, applied: [], notSupported: [] };
  const canRetry = { keywords: 0, creators: 0, expansion: false };
  const kinship = { retryOf: null, runAgainOf: null, canRetry };
  const shared = { jobId: `job-${platform}`, runId: "run", platform, status, progress, filters, ...kinship };
  const job: JobSummary = {
    ...shared,
    campaignId: null,
    campaignName: null,
    keywords: ["makeup"],
    enrichmentStatus: "completed",
    allowance: { held: 0, charged: 40, refunded: 0 },
    cost: 0,
    userId: "u",
    userName: "Mia",
    createdAt: "2026-11-23T12:00:00.000Z",
    startedAt: null,
    finishedAt: null,
    error: null,
  };
  const view = { ...shared, enrichmentStatus: "completed" as const, version: 1, keywords: [], errors };
  return { job, view: { ...view, sampleData: false, rows: [] } };
}

describe("the summary of a search", () => {
  it("of one platform names none", () => {
    const lines = summaryLines([result("tiktok", "completed")], { timing: TIMING, names: NAMES }, false);
    expect(lines).toEqual([
      expect.stringMatching(/^Completed: 0\/1 keyword · 40 found/),
      "First rows after 1.2 s, all after 5.7 s.",
      "Allowance: 40 creators charged.",
    ]);
  });

  it("of several tells how each ended and why, and adds them up", () => {
    const failed = result("youtube", "partial", [{ code: "failed", message: "Failed.", keyword: "makeup" }]);
    const results = [result("tiktok", "completed"), failed];
    expect(summaryLines(results, { timing: TIMING, names: NAMES }, true)).toEqual([
      expect.stringMatching(/^TikTok: Completed: /),
      expect.stringMatching(/^YouTube: Partly completed: /),
      "  makeup: Failed.",
      "Together: 2/2 searches ended · 80/200 found · 0 detailed · 0 e-mails · 0 failed",
      "First rows after 1.2 s, all after 5.7 s.",
      "Allowance: 80 creators charged.",
    ]);
  });

  it("names the only platform that was begun of several", () => {
    const [first] = summaryLines([result("tiktok", "completed")], { timing: TIMING, names: NAMES }, true);
    expect(first).toMatch(/^TikTok: Completed/);
  });
});
