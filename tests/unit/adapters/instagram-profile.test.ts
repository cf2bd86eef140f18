import { describe, expect, it } from "vitest";
import { instagram } from "#lib/search-engine/v2/adapters/instagram.ts";
import type { ProviderGet } from "#lib/search-engine/v2/adapters/interface.ts";
import { ProviderError } from "#lib/search-engine/v2/core/provider-error.ts";
import profile from "../../fixtures/scrapecreators/v1__instagram__profile.GET.sampleResponse.json" with {
  type: "json",
};

const ADRIAN = { platformId: "2700692569", handle: "adrianhorning" };
function enrich(answer: unknown) {
  return instagram.enrich({ get: async ({ parse }) => parse(answer) }, ADRIAN);
}
const withUser = (changes: object) => ({
  ...profile,
  data: { user: { ...profile.data.user, ...changes } },
});

describe("Instagram profile", () => {
  it("asks for the handle once, in the full form: the trimmed one lacks the business address", async () => {
    const asked: unknown[] = [];
    const get: ProviderGet = async ({ parse, format: _, ...request }) => {
      asked.push(request);
      return parse(profile);
    };
    await instagram.enrich({ get }, ADRIAN);
    expect(asked).toEqual([
      {
        path: "/v1/instagram/profile",
        query: { handle: ADRIAN.handle },
        action: "profile",
        timeoutMs: 300_000,
      },
    ]);
  });

  it("takes e-mails from the business field and the bio, each once", async () => {
    const answer = withUser({
      business_email: "Work@Example.com",
      biography: "work@example.com or me@example.org",
    });
    expect(await enrich(answer)).toMatchObject({
      emails: [
        { address: "work@example.com", source: "business_field", original: "Work@Example.com" },
        { address: "me@example.org", source: "bio", original: "me@example.org" },
      ],
    });
  });

  it("reads counts in either form, and leaves out those that it does not speak of", async () => {
    const flat = {
      edge_followed_by: undefined,
      edge_follow: undefined,
      edge_owner_to_timeline_media: undefined,
    };
    expect(
      await enrich(withUser({ ...flat, follower_count: 7, following_count: 8, media_count: 9 })),
    ).toMatchObject({ profile: { followers: 7, following: 8, posts: 9 } });
    const silent = await enrich(withUser({ ...flat, media_count: null }));
    expect(silent.outcome === "enriched" && silent.profile).toMatchObject({ posts: null });
    for (const key of ["followers", "following", "averageViews", "lastPostAt"]) {
      expect(silent.outcome === "enriched" && Object.keys(silent.profile)).not.toContain(key);
    }
    expect(await enrich(withUser({ media_count: null, follower_count: 7 }))).toMatchObject({
      profile: { followers: 25_116, posts: 71 },
    });
  });

  it("takes the numbers over the recent videos, the date over all posts, and skips odd ones", async () => {
    const post = (id: string, views: number | undefined, taken: number) => ({
      node: {
        id,
        video_view_count: views,
        taken_at_timestamp: taken,
        edge_liked_by: { count: 9 },
        edge_media_to_comment: { count: 1 },
      },
    });
    const edges = [post("1", 100, 1_700_000_000), post("2", 301, 1_690_000_000)];
    const others = [post("3", undefined, 1_710_000_000), { node: { id: 4 } }, null];
    const answer = withUser({ edge_owner_to_timeline_media: { count: 5, edges: [...edges, ...others] } });
    expect(await enrich(answer)).toMatchObject({
      profile: {
        posts: 5,
        averageViews: 201,
        engagementRate: 0.049875,
        postsSampled: 2,
        lastPostAt: "2024-03-09T16:00:00.000Z",
      },
    });
  });

  it("has null for an empty bio and no links for addresses that are none", async () => {
    const answer = withUser({
      biography: "",
      category_name: null,
      external_url: "ftp://example.com",
      bio_links: [{ url: "javascript:alert(1)" }, { url: "" }, { title: "no url" }],
    });
    expect(await enrich(answer)).toMatchObject({
      profile: { bio: null, category: null, links: [] },
      emails: [],
    });
  });

  it("tells a private account", async () => {
    expect(await enrich(withUser({ is_private: true }))).toEqual({
      outcome: "unavailable",
      reason: "private",
    });
  });

  it.each([
    ["another creator who now has the handle", withUser({ id: "1" })],
    ["nobody", { ...profile, data: { user: null } }],
  ])("does not take over the profile of %s", async (_, answer) => {
    expect(await enrich(answer)).toEqual({ outcome: "unavailable", reason: "not_found" });
  });

  it("tells a profile that is gone, and passes other errors on", async () => {
    const failing = (kind: "not_found" | "timeout") =>
      instagram.enrich(
        { get: () => Promise.reject(new ProviderError("scrapecreators", kind, "no")) },
        ADRIAN,
      );
    expect(await failing("not_found")).toEqual({ outcome: "unavailable", reason: "not_found" });
    await expect(failing("timeout")).rejects.toMatchObject({ kind: "timeout" });
  });

  it("refuses an answer without a user", async () => {
    await expect(enrich({ success: true })).rejects.toMatchObject({
      kind: "format",
      message: expect.stringContaining("data"),
    });
  });
});
