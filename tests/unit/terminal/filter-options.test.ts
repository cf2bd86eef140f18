import { describe, expect, it } from "vitest";
import type { SearchFilters } from "#lib/search-engine/types.ts";
import { filterOptionOf, readFilterOptions } from "#scripts/search/filter-options.ts";
import { HELP } from "#scripts/search/options.ts";

describe("--filter", () => {
  it.each<{ given: string[]; filters: SearchFilters | undefined }>([
    { given: [], filters: undefined },
    { given: ["followers=1000..50000"], filters: { followers: { min: 1_000, max: 50_000 } } },
    { given: ["followers=1.5k.."], filters: { followers: { min: 1_500 } } },
    { given: ["views=..2m"], filters: { averageViews: { max: 2_000_000 } } },
    { given: ["engagement=2%..7.5%"], filters: { engagementRate: { min: 0.02, max: 0.075 } } },
    { given: ["engagement=0.02.."], filters: { engagementRate: { min: 0.02 } } },
    { given: ["country=de, AT"], filters: { country: ["DE", "AT"] } },
    { given: ["language=DE"], filters: { language: ["de"] } },
    { given: ["verified"], filters: { verified: true } },
    { given: ["verified=no", "has-email=yes"], filters: { verified: false, hasEmail: true } },
    { given: ["last-post=30d"], filters: { lastPostWithinDays: 30 } },
    { given: ["last-post=7"], filters: { lastPostWithinDays: 7 } },
    { given: ["exclude=casino,a=b"], filters: { excludeKeywords: ["casino", "a=b"] } },
  ])("$given", ({ given, filters }) => {
    expect(readFilterOptions(given)).toEqual(filters);
  });

  it.each([
    {
      given: ["folowers=1.."],
      error: /^--filter: "folowers" is not known\. Filters: followers, engagement, views/,
    },
    {
      given: ["followers=1000"],
      error: /^--filter followers: MIN\.\.MAX, MIN\.\. or \.\.MAX, not "1000"\.$/,
    },
    { given: ["followers=.."], error: /^--filter followers: MIN\.\.MAX/ },
    { given: ["followers=a.."], error: /^--filter followers: a number such as 1000, 50k or 2m, not "a"\.$/ },
    { given: ["followers=9..1"], error: /^--filter followers: must not be more than max\.$/ },
    { given: ["engagement=200%.."], error: /^--filter engagement: must be a fraction from 0 to 1/ },
    { given: ["engagement=x.."], error: /^--filter engagement: percent such as 2\.5%, not "x"\.$/ },
    { given: ["country=Germany"], error: /^--filter country: must be a country as two letters/ },
    { given: ["country="], error: /^--filter country: must name at least one country/ },
    { given: ["verified=maybe"], error: /^--filter verified: yes or no, not "maybe"\.$/ },
    { given: ["last-post=1w"], error: /^--filter last-post: days such as 30d, not "1w"\.$/ },
    { given: ["last-post=0d"], error: /^--filter last-post: must be at least 1\.$/ },
    { given: ["verified", "verified=no"], error: /^--filter verified: given more than once\.$/ },
  ])("$given is refused", ({ given, error }) => {
    expect(() => readFilterOptions(given)).toThrow(error);
  });

  it("is what an error of the API about a filter is about", () => {
    expect(filterOptionOf("filters.lastPostWithinDays")).toBe("--filter last-post");
    expect(filterOptionOf("filters.country[1]")).toBe("--filter country");
    expect(filterOptionOf("filters")).toBe("--filter");
    expect(filterOptionOf("keywords")).toBeUndefined();
  });

  it("is told by --help, each by its name", () => {
    for (const name of ["followers", "engagement", "has-email", "exclude"]) expect(HELP).toContain(name);
  });
});
