import { describe, expect, it } from "vitest";
import { ApiError } from "#components/api-client.ts";
import { fieldError, isFieldError, isFilterError, keywordsError } from "#components/search/field-error.ts";

const refused = (field: string, message: string) =>
  new ApiError(400, "bad_request", `${field}: ${message}`, field);

describe("fieldError", () => {
  it.each([
    { field: "filters.followers.min", name: "filters.followers", text: "At least: must be a number." },
    { field: "filters.followers.max", name: "filters.followers", text: "At most: must be a number." },
    { field: "filters.country[1]", name: "filters.country", text: "Entry 2: must be a number." },
    { field: "filters.language", name: "filters.language", text: "Must be a number." },
    { field: "targetResults", name: "targetResults", text: "Must be a number." },
    { field: "filters.followers.min", name: "filters.followers.max", text: null },
    { field: "filters.followers", name: "filters.country", text: null },
    { field: "keywords", name: "filters.country", text: null },
  ])("of $field at $name is $text", ({ field, name, text }) => {
    expect(fieldError(refused(field, "must be a number."), name)).toBe(text);
  });

  it("is none where plan or allowance refuse, whatever field they name", () => {
    const error = new ApiError(403, "plan_limit", "Too many keywords.", "keywords");
    expect(isFieldError(error)).toBe(false);
    expect(fieldError(error, "keywords")).toBeNull();
  });

  it("tells a filter from another field", () => {
    expect(isFilterError(refused("filters.country", "no."))).toBe(true);
    expect(isFilterError(refused("filters", "no."))).toBe(true);
    expect(isFilterError(refused("keywords", "no."))).toBe(false);
    expect(isFilterError(null)).toBe(false);
  });
});

describe("keywordsError", () => {
  it("names the keyword that it is about", () => {
    const error = refused("keywords[1]", "must not be blank.");
    expect(keywordsError(error, ["makeup", "-"])).toBe('"-" must not be blank.');
    expect(keywordsError(refused("keywords", "at least one keyword."), [])).toBe("At least one keyword.");
    expect(keywordsError(refused("platform", "no."), ["makeup"])).toBeNull();
  });
});
