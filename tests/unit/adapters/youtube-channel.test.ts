import { describe, expect, it } from "vitest";
import type { ProviderGet } from "#lib/search-engine/v2/adapters/interface.ts";
import { youtube } from "#lib/search-engine/v2/adapters/youtube.ts";
import { ProviderError } from "#lib/search-engine/v2/core/provider-error.ts";
import channel from "../../fixtures/scrapecreators/v1__youtube__channel.GET.sampleResponse.json" with {
  type: "json",
};

const PAT = { platformId: "UCxcTeAKWJca6XyJ37_ZoKIQ", handle: "ThePatMcAfeeShow" };
function enrich(changes: object) {
  return youtube.enrich({ get: async ({ parse }) => parse({ ...channel, ...changes }) }, PAT);
}

describe("YouTube channel", () => {
  it("asks for the id once", async () => {
    const asked: unknown[] = [];
    const get: ProviderGet = async ({ parse, format: _, ...request }) => {
      asked.push(request);
      return parse(channel);
    };
    await youtube.enrich({ get }, PAT);
    expect(asked).toEqual([
      {
        path: "/v1/youtube/channel",
        query: { channelId: PAT.platformId },
        action: "profile",
        timeoutMs: 120_000,
      },
    ]);
  });

  it("takes e-mails from the field and the description, each once", async () => {
    const changes = { email: "Biz@Example.com", description: "Mail biz@example.com\nor pat@example.org." };
    expect(await enrich(changes)).toMatchObject({
      profile: { bio: changes.description },
      emails: [
        { address: "biz@example.com", source: "business_field", original: "Biz@Example.com" },
        { address: "pat@example.org", source: "bio", original: "pat@example.org" },
      ],
    });
  });

  it.each([
    [{ subscriberCount: undefined }, { followers: 2_750_000 }],
    [{ subscriberCount: null, subscriberCountText: "1.2M subscribers" }, { followers: 1_200_000 }],
    [{ videoCountText: "1 video" }, { posts: 1 }],
    [{ videoCountText: "1.1K videos" }, { posts: 1_100 }],
  ])("reads the counts of %j as %j", async (changes, expected) => {
    expect(await enrich(changes)).toMatchObject({ profile: expected });
  });

  it("leaves out what the answer does not speak of", async () => {
    const result = await enrich({
      channel: null,
      subscriberCount: null,
      subscriberCountText: "hidden",
      videoCountText: null,
    });
    expect(result.outcome === "enriched" && Object.keys(result.profile)).toEqual([
      "displayName",
      "avatarUrl",
      "bio",
      "links",
      "country",
    ]);
  });

  it.each([
    ["http://www.youtube.com/@%E6%97%A5%E6%9C%AC", "日本"],
    ["http://www.youtube.com/@50%", "50%"],
    ["http://www.youtube.com/channel/UCxcTeAKWJca6XyJ37_ZoKIQ", PAT.platformId],
    ["no address", PAT.platformId],
  ])("reads the address %s as the handle %s", async (address, handle) => {
    expect(await enrich({ channel: address })).toMatchObject({ profile: { handle } });
  });

  it.each([
    ["United States", "US"],
    ["us", "US"],
    ["United Kingdom", "GB"],
    ["Hong Kong", "HK"],
    ["Bosnia and Herzegovina", "BA"],
    ["Côte d'Ivoire", "CI"],
    ["Turkey", "TR"],
    ["Türkiye", "TR"],
    ["South Korea", "KR"],
    ["Vietnam", "VN"],
    ["XX", null],
    ["EU", null],
    ["UK", "GB"],
    ["SU", null],
    ["Atlantis", null],
    ["", null],
    [null, null],
  ])("reads the country %j as %s", async (country, code) => {
    expect(await enrich({ country })).toMatchObject({ profile: { country: code } });
  });

  it("picks the largest avatar, and none where there is none", async () => {
    const image = (...widths: number[]) => ({
      image: { sources: widths.map((width) => ({ url: `https://a.example/${width}.jpg`, width })) },
    });
    expect(await enrich({ avatar: image(72, 900, 160) })).toMatchObject({
      profile: { avatarUrl: "https://a.example/900.jpg" },
    });
    expect(await enrich({ avatar: null })).toMatchObject({ profile: { avatarUrl: null } });
  });

  it("takes links as strings, each once, and only those of the web", async () => {
    const links = ["example.com", "https://example.com/", "javascript:alert(1)", "", null];
    expect(await enrich({ links })).toMatchObject({ profile: { links: ["https://example.com/"] } });
    expect(await enrich({ links: undefined })).toMatchObject({ profile: { links: [] } });
  });

  it("does not take over another channel", async () => {
    expect(await enrich({ channelId: "UC1" })).toEqual({ outcome: "unavailable", reason: "not_found" });
  });

  it("tells a channel that is gone, and passes other errors on", async () => {
    const failing = (kind: "not_found" | "timeout") =>
      youtube.enrich({ get: () => Promise.reject(new ProviderError("scrapecreators", kind, "no")) }, PAT);
    expect(await failing("not_found")).toEqual({ outcome: "unavailable", reason: "not_found" });
    await expect(failing("timeout")).rejects.toMatchObject({ kind: "timeout" });
  });

  it("refuses an answer without an id", async () => {
    await expect(enrich({ channelId: undefined })).rejects.toMatchObject({
      kind: "format",
      message: expect.stringContaining("channelId"),
    });
  });
});
