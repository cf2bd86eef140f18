import { describe, expect, it } from "vitest";
import { tiktok } from "#lib/search-engine/v2/adapters/tiktok.ts";
import profile from "../../fixtures/scrapecreators/v1__tiktok__profile.GET.sampleResponse.json" with {
  type: "json",
};
import full from "../../fixtures/scrapecreators/v1__tiktok__search__keyword.GET.sampleResponse.json" with {
  type: "json",
};
import trimmed from "../../fixtures/scrapecreators/v1__tiktok__search__keyword.GET.trimmedResponse.json" with {
  type: "json",
};

function search(answer: unknown, cursor: string | null = null) {
  return tiktok.search({ get: async ({ parse }) => parse(answer) }, { keyword: "any", cursor });
}

const STOOL = { platformId: "6659752019493208069", handle: "stoolpresidente" };
function enrich(answer: unknown) {
  return tiktok.enrich({ get: async ({ parse }) => parse(answer) }, STOOL);
}

describe("real answers of TikTok's provider", () => {
  it("normalises a search in its full form", async () => {
    const page = await search(full);
    expect(page).toEqual({
      creators: [
        {
          platformId: "7334608148841972782",
          profile: {
            handle: "kansascitychiefsfan5",
            displayName: "Peter Griffin, fan",
            profileUrl: "https://www.tiktok.com/@kansascitychiefsfan5",
            avatarUrl: full.search_item_list[0]?.aweme_info.author.avatar_larger.url_list[1],
            bio: null,
            links: [],
            followers: 25,
            following: 63,
            posts: null,
            likes: null,
            averageViews: 31_677,
            engagementRate: 0.012059,
            postsSampled: 1,
            verified: null,
            category: null,
            country: "US",
            language: null,
            languageConfidence: null,
            lastPostAt: "2024-02-12T07:58:02.000Z",
          },
          matches: [
            {
              contentId: "7334621391758642478",
              url: "https://www.tiktok.com/@kansascitychiefsfan5/video/7334621391758642478",
              caption:
                "The most insane Super Bowl ever ‼️‼️‼️‼️#superbowlhalftime #SuperBowl #traviskelce #traviskelce #kansascitychiefs ",
              hashtags: ["superbowlhalftime", "superbowl", "traviskelce", "kansascitychiefs"],
              views: 31_677,
              likes: 355,
              comments: 5,
              shares: 22,
              postedAt: "2024-02-12T07:58:02.000Z",
            },
          ],
        },
      ],
      nextCursor: "12",
      itemsSkipped: 0,
    });
    expect(page.creators[0]?.profile.avatarUrl).toMatch(/1080:1080:q75\.jpeg\?/);
  });

  it("normalises a search in its trimmed form", async () => {
    const page = await search(trimmed);
    expect(page).toEqual({
      creators: [
        {
          platformId: "7267964228375413803",
          profile: {
            handle: "thatgreygentlemanitdxz",
            displayName: "thatgreygentlemanitdxz",
            profileUrl: "https://www.tiktok.com/@thatgreygentlemanitdxz",
            avatarUrl: trimmed.search_item_list[0]?.author.avatar_larger.url_list[1],
            bio: null,
            links: [],
            followers: 147_630,
            following: 0,
            posts: null,
            likes: null,
            averageViews: 1_282_645,
            engagementRate: 0.377748,
            postsSampled: 1,
            verified: null,
            category: null,
            country: "US",
            language: null,
            languageConfidence: null,
            lastPostAt: "2023-08-17T13:48:40.000Z",
          },
          matches: [
            {
              contentId: "7268287584244124971",
              url: "https://www.tiktok.com/@thatgreygentlemanitdxz/video/7268287584244124971",
              caption: "Tìm 'musclesandnursing'",
              hashtags: [],
              views: 1_282_645,
              likes: 481_608,
              comments: 187,
              shares: 2_721,
              postedAt: "2023-08-17T13:48:40.000Z",
            },
          ],
        },
      ],
      nextCursor: "30",
      itemsSkipped: 0,
    });
    expect(page.creators[0]?.profile.avatarUrl).toMatch(/\.jpeg\?/);
  });

  it("normalises a profile, with only the fields that it speaks of", async () => {
    expect(await enrich(profile)).toEqual({
      outcome: "enriched",
      profile: {
        handle: "stoolpresidente",
        displayName: "Dave Portnoy",
        profileUrl: "https://www.tiktok.com/@stoolpresidente",
        avatarUrl: profile.user.avatarLarger,
        bio: "El Presidente/Barstool Sports Founder.",
        links: ["https://www.barstoolsports.com/bios/Surviving-Barstool"],
        followers: 4_100_000,
        following: 74,
        posts: 2_017,
        likes: 190_400_000,
        verified: true,
        language: "en",
      },
      emails: [],
    });
  });
});
