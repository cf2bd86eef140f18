import { describe, expect, it } from "vitest";
import { appliedText, filterText, notSupportedText } from "#components/filter-text.ts";
import { FILTER_NAMES, type SearchFilters } from "#lib/search-engine/types.ts";

describe("filters in words", () => {
  const wanted: SearchFilters = {
    followers: { min: 1_000, max: 50_000 },
    engagementRate: { min: 0.025 },
    averageViews: { max: 9 },
    verified: false,
    hasEmail: true,
    language: ["de", "en"],
    country: ["DE"],
    lastPostWithinDays: 1,
    excludeKeywords: ["casino", "bet"],
  };

  it("name each that is applied with what was asked for", () => {
    expect(appliedText({ wanted, applied: [...FILTER_NAMES], notSupported: [] })).toBe(
      'followers 1,000 to 50,000, engagement rate at least 2.5 %, average views at most 9, not verified, with an e-mail, language de or en, country DE, last post within 1 day, without "casino" or "bet"',
    );
  });

  it("write values as the reader does, and codes by name", () => {
    const values = {
      exact: (value: number) => `<${value}>`,
      percent: (fraction: number) => `<${fraction}>`,
      nameOf: (filter: string, code: string) => `${filter} ${code}`,
    };
    expect(filterText("followers", wanted, values)).toBe("followers <1000> to <50000>");
    expect(filterText("engagementRate", wanted, values)).toBe("engagement rate at least <0.025>");
    expect(filterText("language", wanted, values)).toBe("language language de or language en");
  });

  it("name those that are not supported", () => {
    expect(notSupportedText({ wanted, applied: [], notSupported: ["verified", "lastPostWithinDays"] })).toBe(
      "verified, last post",
    );
    expect(appliedText({ wanted: null, applied: [], notSupported: [] })).toBe("");
  });
});
