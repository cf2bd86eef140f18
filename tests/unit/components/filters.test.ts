import { describe, expect, it } from "vitest";
import { ApiError } from "#components/api-client.ts";
import { appliedText, notSupportedText } from "#components/filter-text.ts";
import { filterError, isFilterError } from "#components/search/filters/filter-error.ts";
import { readFilters } from "#components/search/filters/read-filters.ts";
import { FILTER_NAMES, type SearchFilters } from "#lib/search-engine/types.ts";

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

describe("readFilters", () => {
  it("reads what is filled in, and nothing else", () => {
    const form = formOf({
      "filters.followers.min": " 1000 ",
      "filters.followers.max": "",
      "filters.engagementRate.min": "2.9",
      "filters.verified": "no",
      "filters.hasEmail": "",
      "filters.language": "de, en,",
      "filters.lastPostWithinDays": "30",
      "filters.excludeKeywords": "",
    });
    expect(readFilters(form)).toEqual({
      filters: {
        followers: { min: 1_000 },
        engagementRate: { min: 0.029 },
        verified: false,
        language: ["de", "en"],
        lastPostWithinDays: 30,
      },
    });
  });

  it("asks for nothing where all is empty, also without the fields", () => {
    expect(readFilters(formOf({ "filters.followers.min": " ", "filters.verified": "" }))).toEqual({});
    expect(readFilters(new FormData())).toEqual({});
  });

  it("sends what is no number as such: the API refuses it at its field", () => {
    const { filters } = readFilters(formOf({ "filters.followers.min": "many" }));
    expect(JSON.stringify(filters)).toBe('{"followers":{"min":null}}');
  });
});

describe("filterError", () => {
  const refused = (field: string, message: string) =>
    new ApiError(400, "bad_request", `${field}: ${message}`, field);

  it.each([
    { field: "filters.followers.min", name: "filters.followers", text: "At least: must be a number." },
    { field: "filters.country[1]", name: "filters.country", text: "Entry 2: must be a number." },
    { field: "filters.language", name: "filters.language", text: "Must be a number." },
    { field: "filters.followers.min", name: "filters.followers.max", text: null },
    { field: "filters.followers", name: "filters.country", text: null },
    { field: "keywords", name: "filters.country", text: null },
  ])("of $field at $name is $text", ({ field, name, text }) => {
    expect(filterError(refused(field, "must be a number."), name)).toBe(text);
  });

  it("is about a filter, or not", () => {
    expect(isFilterError(refused("filters.country", "no."))).toBe(true);
    expect(isFilterError(refused("filters", "no."))).toBe(true);
    expect(isFilterError(refused("keywords", "no."))).toBe(false);
    expect(isFilterError(null)).toBe(false);
  });
});

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

  it("name those that are not supported", () => {
    expect(notSupportedText({ wanted, applied: [], notSupported: ["verified", "lastPostWithinDays"] })).toBe(
      "verified, last post",
    );
    expect(appliedText({ wanted: null, applied: [], notSupported: [] })).toBe("");
  });
});
