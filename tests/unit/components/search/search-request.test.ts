import { createLoader, createSerializer } from "nuqs/server";
import { describe, expect, it } from "vitest";
import { queryParsers, URL_KEYS } from "#components/search/query-parsers.ts";
import { filterNamesOf, filtersOf, NO_FILTERS, toBodies } from "#components/search/search-request.ts";

const PLATFORMS = ["tiktok", "instagram", "youtube"];
const parsers = queryParsers(["tiktok"]);
const load = createLoader(parsers, { urlKeys: URL_KEYS });
const serialise = createSerializer(parsers, { urlKeys: URL_KEYS });

const FULL =
  "?q=makeup,nail+art&on=instagram,tiktok&target=250&expand=true" +
  "&campaign=0f7c3f0e-6b1e-4b6e-9a4e-0d6f5a3b2c1d&followers=1000..50000&engagement=0.025..&views=..9" +
  "&verified=false&email=true&language=de,en&country=DE&lastPost=30&without=casino";

describe("the address of a search", () => {
  it("says nothing of what is as at first", () => {
    expect(serialise(load(""))).toBe("");
    expect(toBodies(load(""), PLATFORMS)).toEqual([
      { platform: "tiktok", keywords: [], targetResults: 100, expand: false },
    ]);
  });

  it("brings the same form back", () => {
    const query = load(FULL);
    expect(load(serialise(query))).toEqual(query);
  });

  it("keeps that no platform is chosen", () => {
    expect(load(serialise({ ...load(""), platforms: [] })).platforms).toEqual([]);
  });

  it.each(["many..", "1..2..3", "..", "1000", "-"])("leaves out a range that says nothing: %s", (text) => {
    expect(load(`?followers=${text}`).followers).toBeNull();
  });
});

describe("toBodies", () => {
  it("asks the same of each platform that is chosen, in the order in which they are sent", () => {
    const search = {
      keywords: ["makeup", "nail art"],
      targetResults: 250,
      expand: true,
      campaignId: "0f7c3f0e-6b1e-4b6e-9a4e-0d6f5a3b2c1d",
      filters: {
        followers: { min: 1_000, max: 50_000 },
        engagementRate: { min: 0.025 },
        averageViews: { max: 9 },
        verified: false,
        hasEmail: true,
        language: ["de", "en"],
        country: ["DE"],
        lastPostWithinDays: 30,
        excludeKeywords: ["casino"],
      },
    };
    expect(toBodies(load(FULL), PLATFORMS)).toEqual([
      { platform: "tiktok", ...search },
      { platform: "instagram", ...search },
    ]);
  });

  it("has no filters where none is set, and none once all are cleared", () => {
    const cleared = { ...load(FULL), ...NO_FILTERS };
    expect(filterNamesOf(filtersOf(cleared))).toEqual([]);
    expect(toBodies(cleared, PLATFORMS)[0]).not.toHaveProperty("filters");
    expect(filtersOf({ ...cleared, country: [] })).toEqual({});
  });
});
