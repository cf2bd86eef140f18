import { describe, expect, it } from "vitest";
import { parseBody } from "#lib/http/parse.ts";
import { dispatchBodySchema } from "#lib/search-engine/types.ts";

const SEARCH = { platform: "tiktok", keywords: ["makeup"], targetResults: 10 };

function parse(filters: unknown) {
  const request = new Request("http://shoal/", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...SEARCH, filters }),
  });
  return parseBody(request, dispatchBodySchema);
}

describe("filters of a dispatch", () => {
  it("are taken as they are, codes in their usual case and each once", async () => {
    const { filters } = await parse({
      excludeKeywords: [" casino ", "casino"],
      lastPostWithinDays: 30,
      country: ["de", "AT", "DE"],
      language: ["DE", "en"],
      hasEmail: true,
      verified: false,
      averageViews: { max: 5 },
      engagementRate: { min: 0.02, max: 0.02 },
      followers: { min: 0, max: 1_000 },
    });
    expect(JSON.stringify(filters)).toBe(
      JSON.stringify({
        followers: { min: 0, max: 1_000 },
        engagementRate: { min: 0.02, max: 0.02 },
        averageViews: { max: 5 },
        verified: false,
        hasEmail: true,
        language: ["de", "en"],
        country: ["DE", "AT"],
        lastPostWithinDays: 30,
        excludeKeywords: ["casino"],
      }),
    );
  });

  it("may be left out", async () => {
    expect(await parse(undefined)).not.toHaveProperty("filters");
  });

  it.each([
    { filters: {}, field: "filters", message: /must have at least one filter/ },
    { filters: null, field: "filters", message: /must be an object/ },
    {
      filters: { foo: 1 },
      field: "filters.foo",
      message: /not known here\. Allowed: followers, engagementRate/,
    },
    { filters: { followers: {} }, field: "filters.followers", message: /must have min, max or both/ },
    {
      filters: { followers: { min: 2, max: 1 } },
      field: "filters.followers.min",
      message: /must not be more than max/,
    },
    {
      filters: { followers: { least: 1 } },
      field: "filters.followers.least",
      message: /Allowed: min, max\./,
    },
    { filters: { followers: { min: -1 } }, field: "filters.followers.min", message: /at least 0/ },
    { filters: { followers: { min: 1.5 } }, field: "filters.followers.min", message: /a whole number/ },
    { filters: { followers: { min: "1" } }, field: "filters.followers.min", message: /a number/ },
    {
      filters: { engagementRate: { min: 5 } },
      field: "filters.engagementRate.min",
      message: /a fraction from 0 to 1 \(0\.05 is 5 %\)/,
    },
    { filters: { verified: "yes" }, field: "filters.verified", message: /true or false/ },
    { filters: { language: [] }, field: "filters.language", message: /at least one language/ },
    { filters: { language: ["german"] }, field: "filters.language[0]", message: /two letters/ },
    { filters: { language: ["de", "xx"] }, field: "filters.language[1]", message: /two letters/ },
    { filters: { country: ["Germany"] }, field: "filters.country[0]", message: /two letters/ },
    { filters: { country: ["EU"] }, field: "filters.country[0]", message: /two letters/ },
    { filters: { country: Array(51).fill("DE") }, field: "filters.country", message: /at most 50/ },
    { filters: { lastPostWithinDays: 0 }, field: "filters.lastPostWithinDays", message: /at least 1/ },
    { filters: { excludeKeywords: [] }, field: "filters.excludeKeywords", message: /at least one keyword/ },
    { filters: { excludeKeywords: ["..."] }, field: "filters.excludeKeywords[0]", message: /a letter/ },
    {
      filters: { excludeKeywords: ["a".repeat(101)] },
      field: "filters.excludeKeywords[0]",
      message: /at most 100/,
    },
  ])("are refused at $field for $filters", async ({ filters, field, message }) => {
    await expect(parse(filters)).rejects.toMatchObject({ code: "bad_request", field });
    await expect(parse(filters)).rejects.toThrow(message);
  });
});
