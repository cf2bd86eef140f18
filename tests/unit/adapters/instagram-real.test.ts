import { describe, expect, it } from "vitest";
import { instagram } from "#lib/search-engine/v2/adapters/instagram.ts";
import profile from "../../fixtures/scrapecreators/v1__instagram__profile.GET.sampleResponse.json" with {
  type: "json",
};
import trimmedProfile from "../../fixtures/scrapecreators/v1__instagram__profile.GET.trimmedResponse.json" with {
  type: "json",
};
import profiles from "../../fixtures/scrapecreators/v1__instagram__search__profiles.GET.sampleResponse.json" with {
  type: "json",
};
import reels from "../../fixtures/scrapecreators/v2__instagram__reels__search.GET.sampleResponse.json" with {
  type: "json",
};

function search(answer: unknown, cursor: string | null = null) {
  return instagram.search({ get: async ({ parse }) => parse(answer) }, { keyword: "any", cursor });
}

function enrich(answer: unknown) {
  const creator = { platformId: "2700692569", handle: "adrianhorning" };
  return instagram.enrich({ get: async ({ parse }) => parse(answer) }, creator);
}

const UNKNOWN = {
  likes: null,
  averageViews: null,
  engagementRate: null,
  postsSampled: null,
  country: null,
  language: null,
  languageConfidence: null,
};

describe("real answers of Instagram's provider", () => {
  it("normalises a search for profiles", async () => {
    expect(await search(profiles)).toEqual({
      creators: [
        {
          platformId: "188767259",
          profile: {
            ...UNKNOWN,
            handle: "charliejohnsonfitness",
            displayName: "Worlds #1 Fitness Business Coach",
            profileUrl: "https://www.instagram.com/charliejohnsonfitness/",
            avatarUrl: profiles.profiles[0]?.profile_pic_url,
            bio: "DM me “PAID” \nLearn how 1,000+ Fitness Coaches use my Paid Attention System™️ as their NEW way to acquire high ticket clients\n33 clients hit $100kpcm👇",
            links: [
              "https://www.7fss.com/step-1-copy?el=IGBIOLINK#open-popup",
              "https://charlieslivetraining.com/7fss-4c",
              "https://youtube.com/@charliejohnsonscalingsystems?si=RfQGu96OYQpbTosO",
              "https://youtube.com/@thecharliejohnsonshow?si=7TxYof19mbSS4K_5",
              "https://careers.7fss.com/sales-rep",
              "https://www.7fss.com/step-1-copy?el=IGBIOLINK",
            ],
            followers: 503_332,
            following: 6_541,
            posts: 8_387,
            verified: true,
            category: "Coach",
            lastPostAt: null,
          },
          emails: [],
          matches: [],
        },
        {
          platformId: "32813649737",
          profile: {
            ...UNKNOWN,
            handle: "lovelucyfit_",
            displayName: "Lucy Chewins | Female Online Fitness Coach",
            profileUrl: "https://www.instagram.com/lovelucyfit_/",
            avatarUrl: profiles.profiles[1]?.profile_pic_url,
            bio: "Becoming my best self while helping you become yours ✨\n@aybl LUCY10\n@myprotein LUCYFIT\n💌lhchewins@gmail.com\nBE COACHED BY ME👇🏻",
            links: ["https://linktr.ee/LoveLucyfit"],
            followers: 55_350,
            following: 2_800,
            posts: 1_744,
            verified: true,
            category: "Fitness Trainer",
            lastPostAt: null,
          },
          emails: [{ address: "lhchewins@gmail.com", source: "bio", original: "lhchewins@gmail.com" }],
          matches: [],
        },
      ],
      nextCursor: "profiles:2",
      itemsSkipped: 0,
    });
  });

  it("normalises a search for reels", async () => {
    const page = await search(reels, "reels:1");
    const reel = (at: number) => reels.reels[at];
    const common = { ...UNKNOWN, bio: null, links: [], following: null, category: null };
    expect(page).toEqual({
      creators: [
        {
          platformId: "70127159370",
          profile: {
            ...common,
            handle: "fetchmycamera_",
            displayName: "Mark | Dog Photographer & Storyteller",
            profileUrl: "https://www.instagram.com/fetchmycamera_/",
            avatarUrl: reel(0)?.owner.profile_pic_url,
            followers: 188_406,
            posts: 117,
            verified: true,
            lastPostAt: "2025-09-16T16:56:45.000Z",
          },
          matches: [
            {
              contentId: "3723045213787686915",
              url: "https://www.instagram.com/reel/DOq6eV6iIgD/",
              caption: reel(0)?.caption,
              hashtags: ["dogphotography", "rescuedog", "chihuahua", "dogportrait", "dogphotographer"],
              views: null,
              likes: 3_487,
              comments: 90,
              shares: null,
              postedAt: "2025-09-16T16:56:45.000Z",
            },
          ],
        },
        {
          platformId: "64004767833",
          profile: {
            ...common,
            handle: "willcainshow",
            displayName: "The Will Cain Show",
            profileUrl: "https://www.instagram.com/willcainshow/",
            avatarUrl: reel(1)?.owner.profile_pic_url,
            followers: 205_785,
            posts: 3_822,
            verified: true,
            lastPostAt: "2025-12-30T17:00:00.000Z",
          },
          matches: [
            {
              contentId: "3799150343414200124",
              url: "https://www.instagram.com/reel/DS5SxvLgbc8/",
              caption: reel(1)?.caption,
              hashtags: [],
              views: null,
              likes: 268,
              comments: 17,
              shares: null,
              postedAt: "2025-12-30T17:00:00.000Z",
            },
          ],
        },
        {
          platformId: "1641848927",
          profile: {
            ...common,
            handle: "simonsits",
            displayName: "Isabel Klee",
            profileUrl: "https://www.instagram.com/simonsits/",
            avatarUrl: reel(2)?.owner.profile_pic_url,
            followers: 806_365,
            posts: 1_826,
            verified: true,
            lastPostAt: "2025-09-06T12:10:04.000Z",
          },
          matches: [
            {
              contentId: "3715654391585421188",
              url: "https://www.instagram.com/reel/DOQp_uWkbeE/",
              caption: reel(2)?.caption,
              hashtags: ["ad", "moredog"],
              views: null,
              likes: 16_987,
              comments: 182,
              shares: null,
              postedAt: "2025-09-06T12:10:04.000Z",
            },
          ],
        },
      ],
      nextCursor: "reels:2",
      itemsSkipped: 0,
    });
  });

  it("normalises a profile in its full form", async () => {
    expect(await enrich(profile)).toEqual({
      outcome: "enriched",
      profile: {
        handle: "adrianhorning",
        displayName: "Adrian Horning",
        profileUrl: "https://www.instagram.com/adrianhorning/",
        avatarUrl: profile.data.user.profile_pic_url_hd,
        bio: "Scraping the web",
        links: [
          "https://scrapecreators.com/",
          "https://adrianhorning.gumroad.com/l/the-ultimate-web-scraping-course",
        ],
        followers: 25_116,
        following: 101,
        posts: 71,
        verified: true,
        category: "Entrepreneur",
        averageViews: 1_318,
        engagementRate: 0.104704,
        postsSampled: 1,
        lastPostAt: "2025-01-07T23:56:41.000Z",
      },
      emails: [],
    });
  });

  it("normalises a profile in its trimmed form", async () => {
    expect(await enrich(trimmedProfile)).toEqual({
      outcome: "enriched",
      profile: {
        handle: "adrianhorning",
        displayName: "Adrian Horning",
        profileUrl: "https://www.instagram.com/adrianhorning/",
        avatarUrl: trimmedProfile.data.user.profile_pic_url_hd,
        bio: "Building scrapecreators.com | The easiest way to get public social media data at scale",
        links: ["https://x.com/adrian_horning_"],
        followers: 24_555,
        following: 110,
        posts: 90,
        verified: false,
        category: "Entrepreneur",
        averageViews: 1_870,
        engagementRate: 0.07754,
        postsSampled: 1,
        lastPostAt: "2025-05-01T00:33:50.000Z",
      },
      emails: [],
    });
  });
});
