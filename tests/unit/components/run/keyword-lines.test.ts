import { describe, expect, it } from "vitest";
import { linesOf } from "#components/run/overview/keyword-lines.ts";
import type { KeywordStatus } from "#lib/search-engine/types.ts";

const NAMES = { tiktok: "TikTok", youtube: "YouTube" };

function keyword(text: string, change: Partial<KeywordStatus> = {}): KeywordStatus {
  const counts = { found: 10, unique: 5, cost: 2, leftOut: 0, leftOutBy: {} };
  return { keyword: text, source: "user", status: "done", ...counts, ...change };
}

function search(
  jobId: string,
  keywords: KeywordStatus[],
  { platform = "tiktok", retryOf = null }: { platform?: string; retryOf?: string | null } = {},
) {
  const texts = keywords.map(({ keyword: text }) => text);
  return { job: { jobId, retryOf, platform, keywords: texts }, view: { keywords } };
}

const FAILED = keyword("skincare", { status: "failed", error: "The key was refused.", cost: 1 });
const FIRST = search("first", [keyword("makeup"), FAILED]);
const told = (parts: Parameters<typeof linesOf>[0]) =>
  linesOf(parts, NAMES).map(({ keyword: text, known }) => `${text} ${known?.status}`);

describe("the keywords of a run", () => {
  it("are told apart by platform where it has several", () => {
    const lines = linesOf([FIRST, search("other", [keyword("makeup")], { platform: "youtube" })], NAMES);
    expect(lines.map(({ keyword: text, platform }) => `${text} on ${platform}`)).toEqual([
      "makeup on TikTok",
      "skincare on TikTok",
      "makeup on YouTube",
    ]);
    expect(lines.every(({ isSeveral }) => isSeveral)).toBe(true);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(3);
  });

  it("that a retry searched again stand once, in its state and without the old reason, with what both brought", () => {
    const retry = search("retry", [keyword("skincare")], { retryOf: "first" });
    expect(linesOf([FIRST, retry], NAMES)[1]?.known).toEqual(
      keyword("skincare", { found: 20, unique: 10, cost: 3 }),
    );
    const failedAgain = search("retry", [keyword("skincare", { status: "failed", error: "No." })], {
      retryOf: "first",
    });
    expect(told([FIRST, failedAgain])).toEqual(["makeup done", "skincare failed"]);
    const last = search("last", [keyword("skincare")], { retryOf: "retry" });
    expect(told([FIRST, failedAgain, last])).toEqual(["makeup done", "skincare done"]);
  });

  it("stay failed where the retry was stopped before it came to them", () => {
    const stopped = search("retry", [keyword("skincare", { status: "cancelled" })], { retryOf: "first" });
    const [, line] = linesOf([FIRST, stopped], NAMES);
    expect(line?.known).toMatchObject({ status: "failed", error: "The key was refused." });
  });

  it("of two searches that are no retry of one another stand for themselves", () => {
    expect(told([FIRST, search("other", [keyword("skincare")])])).toEqual([
      "makeup done",
      "skincare failed",
      "skincare done",
    ]);
  });

  it("are named before anything is known of them", () => {
    const waiting = { job: { ...FIRST.job }, view: null };
    expect(linesOf([waiting], NAMES)).toMatchObject([
      { keyword: "makeup", known: null },
      { keyword: "skincare", known: null },
    ]);
  });
});
