import { describe, expect, it } from "vitest";
import { hasKeyword, toKeywordList } from "#components/search/keyword-list.ts";
import { openSuggestions } from "#components/search/suggestions/open-suggestions.ts";

describe("toKeywordList", () => {
  it("makes a pasted list distinct keywords, each as it was first written", () => {
    const entries = ["Makeup", "skincare,\n MAKEUP \r\nｍａｋｅｕｐ", "nail  art", "nail art", " , "];
    expect(toKeywordList(entries, 50)).toEqual({
      keywords: ["Makeup", "skincare", "nail  art"],
      leftOut: 0,
    });
  });

  it("counts what is beyond the most that a search takes", () => {
    const entries = Array.from({ length: 53 }, (_, at) => `keyword ${at}`);
    const { keywords, leftOut } = toKeywordList(entries, 50);
    expect(keywords).toEqual(entries.slice(0, 50));
    expect(leftOut).toBe(3);
  });
});

describe("openSuggestions", () => {
  const suggested = (...keywords: string[]) => ({
    keywords: keywords.map((keyword) => ({ keyword, reason: `like ${keyword}` })),
    source: "rules",
    cached: false,
  });

  it("leaves out what the search has, and what was dismissed", () => {
    const open = openSuggestions(suggested("skin care", "lashes", "brows"), ["Skin  Care"], ["brows"]);
    expect(open).toEqual([{ keyword: "lashes", reason: "like lashes" }]);
    expect(hasKeyword(["Straße"], "straße")).toBe(true);
  });
});
