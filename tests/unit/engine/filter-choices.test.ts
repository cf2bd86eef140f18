import { describe, expect, it } from "vitest";
import { filterChoices } from "#lib/search-engine/filter-choices.ts";
import { filtersSchema } from "#lib/search-engine/types.ts";

describe("filterChoices", () => {
  it("offers only what a search takes, named and sorted in the reader's language", () => {
    const { countries, languages } = filterChoices("de");
    for (const { code } of countries) {
      expect(filtersSchema.parse({ country: [code] })).toEqual({ country: [code] });
    }
    for (const { code } of languages) {
      expect(filtersSchema.parse({ language: [code] })).toEqual({ language: [code] });
    }
    expect(countries).toContainEqual({ code: "AT", name: "Österreich" });
    expect(languages).toContainEqual({ code: "de", name: "Deutsch" });
    const names = countries.map(({ name }) => name);
    expect(names.indexOf("Österreich")).toBeLessThan(names.indexOf("Panama"));
  });

  it("says of each platform what it cannot tell", () => {
    expect(filterChoices("en").notSupported).toEqual({
      tiktok: [],
      instagram: ["country"],
      youtube: ["engagementRate", "verified"],
    });
  });
});
