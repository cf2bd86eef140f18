import { describe, expect, it } from "vitest";
import type { ProviderGet } from "#lib/search-engine/v2/adapters/interface.ts";
import { tiktok } from "#lib/search-engine/v2/adapters/tiktok.ts";
import { ProviderError } from "#lib/search-engine/v2/core/provider-error.ts";
import profile from "../../fixtures/scrapecreators/v1__tiktok__profile.GET.sampleResponse.json" with {
  type: "json",
};

const STOOL = { platformId: "6659752019493208069", handle: "stoolpresidente" };
function enrich(answer: unknown) {
  return tiktok.enrich({ get: async ({ parse }) => parse(answer) }, STOOL);
}

describe("TikTok profile", () => {
  const withUser = (changes: object) => ({ ...profile, user: { ...profile.user, ...changes } });

  it("asks for the handle once", async () => {
    const asked: unknown[] = [];
    const get: ProviderGet = async ({ parse, format: _, ...request }) => {
      asked.push(request);
      return parse(profile);
    };
    await tiktok.enrich({ get }, STOOL);
    expect(asked).toEqual([
      { path: "/v1/tiktok/profile", query: { handle: STOOL.handle }, action: "profile", timeoutMs: 120_000 },
    ]);
  });

  it("takes e-mails from the bio", async () => {
    const answer = withUser({ signature: "collabs: Dave@Example.com" });
    expect(await enrich(answer)).toMatchObject({
      emails: [{ address: "dave@example.com", source: "bio", original: "Dave@Example.com" }],
    });
  });

  it("leaves out counts that the answer does not speak of", async () => {
    const result = await enrich({ ...profile, stats: { followerCount: 5, videoCount: null } });
    expect(result.outcome === "enriched" && result.profile).toMatchObject({ followers: 5, posts: null });
    expect(result.outcome === "enriched" && Object.keys(result.profile)).not.toContain("likes");
  });

  it.each([
    ["linktr.ee/dave", ["https://linktr.ee/dave"]],
    ["http://example.com/a?b=1", ["http://example.com/a?b=1"]],
    ["javascript:alert(1)", []],
    ["ftp://example.com", []],
    ["", []],
    [undefined, []],
  ])("turns the link %s into %j", async (link, links) => {
    const answer = withUser({ bioLink: link === undefined ? undefined : { link } });
    expect(await enrich(answer)).toMatchObject({ profile: { links } });
  });

  it("has null for an empty bio and an unknown language", async () => {
    const answer = withUser({ signature: "", language: "un" });
    expect(await enrich(answer)).toMatchObject({ profile: { bio: null, language: null }, emails: [] });
  });

  it("tells a private account", async () => {
    const answer = withUser({ privateAccount: true });
    expect(await enrich(answer)).toEqual({ outcome: "unavailable", reason: "private" });
  });

  it("does not take over the profile of another creator who now has the handle", async () => {
    const answer = withUser({ id: "1" });
    expect(await enrich(answer)).toEqual({ outcome: "unavailable", reason: "not_found" });
  });

  it("tells a profile that is gone, and passes other errors on", async () => {
    const failing = (kind: "not_found" | "timeout") =>
      tiktok.enrich(
        {
          get: async () => {
            throw new ProviderError("scrapecreators", kind, "no");
          },
        },
        STOOL,
      );
    expect(await failing("not_found")).toEqual({ outcome: "unavailable", reason: "not_found" });
    await expect(failing("timeout")).rejects.toMatchObject({ kind: "timeout" });
  });

  it("refuses an answer without a user", async () => {
    await expect(enrich({ success: true })).rejects.toMatchObject({
      kind: "format",
      message: expect.stringContaining("user"),
    });
  });
});
