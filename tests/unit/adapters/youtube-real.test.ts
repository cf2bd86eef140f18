import { describe, expect, it } from "vitest";
import { youtube } from "#lib/search-engine/v2/adapters/youtube.ts";
import channel from "../../fixtures/scrapecreators/v1__youtube__channel.GET.sampleResponse.json" with {
  type: "json",
};
import found from "../../fixtures/scrapecreators/v1__youtube__search.GET.sampleResponse.json" with {
  type: "json",
};

describe("real answers of YouTube's provider", () => {
  const search = () =>
    youtube.search({ get: async ({ parse }) => parse(found) }, { keyword: "running", cursor: null });

  it("normalises a search: a channel without a handle", async () => {
    const [first] = (await search()).creators;
    expect(first).toEqual({
      platformId: "UCoRR6OLuIZ2-5VxtnQIaN2w",
      profile: {
        handle: "UCoRR6OLuIZ2-5VxtnQIaN2w",
        displayName: "NFrealmusic",
        profileUrl: "https://www.youtube.com/channel/UCoRR6OLuIZ2-5VxtnQIaN2w",
        avatarUrl: found.videos[0]?.channel.thumbnail,
        bio: null,
        links: [],
        followers: null,
        following: null,
        posts: null,
        likes: null,
        averageViews: 14_860_541,
        engagementRate: null,
        postsSampled: 1,
        verified: null,
        category: null,
        country: null,
        language: null,
        languageConfidence: null,
        lastPostAt: "2023-05-28T17:08:46.000Z",
      },
      matches: [
        {
          contentId: "BzSzwqb-OEE",
          url: "https://www.youtube.com/watch?v=BzSzwqb-OEE",
          caption: "NF - RUNNING (Audio)",
          hashtags: [],
          views: 14_860_541,
          likes: null,
          comments: null,
          shares: null,
          postedAt: "2023-05-28T17:08:46.000Z",
        },
      ],
    });
  });

  it("normalises a search: all videos and the short, and the shelf that names no channel aside", async () => {
    const page = await search();
    expect(page.nextCursor).toBe("EooDEg...");
    expect(page.itemsSkipped).toBe(0);
    const rows = page.creators.map(({ platformId, profile, matches }) => [
      platformId,
      profile.handle,
      profile.displayName,
      profile.averageViews,
      matches.map((match) => match.contentId).join(),
      profile.lastPostAt,
    ]);
    const at = (day: string, time = "17:08:46") => `${day}T${time}.000Z`;
    expect(rows).toEqual([
      [
        "UCoRR6OLuIZ2-5VxtnQIaN2w",
        "UCoRR6OLuIZ2-5VxtnQIaN2w",
        "NFrealmusic",
        14_860_541,
        "BzSzwqb-OEE",
        at("2023-05-28"),
      ],
      [
        "UCNKMpnM_Yvf6E-Hhf9btYqA",
        "JeffPelletier",
        "Jeff Pelletier",
        119_308,
        "-tLKoLN-dz4",
        at("2025-02-28", "18:08:46"),
      ],
      ["UCl9E4Zxa8CVr2LBLD0_TaNg", "JomboyMedia", "Jomboy Media", 146_461, "2LnqF4CziXY", at("2025-05-28")],
      ["UCN9LezrPgYqJ_FsuculbCew", "pathprojects", "Path Projects", 38_271, "v5ePUS8sspo", at("2025-05-14")],
      [
        "UC3KTMQwLhXp-e2PNHl4UqgQ",
        "HorrorSkunx2",
        "Horror Skunx 2",
        33_016_214,
        "BQm9bvIbHWg",
        at("2024-09-28"),
      ],
      ["UCczdiIilpYSmiF074WMCNiA", "KETV", "KETV NewsWatch 7", 131, "ZzckdJQXTRw", at("2025-05-27")],
      [
        "UCY95zbGK0vlAZ8Gk8OZqa1g",
        "virtualrunningvideo",
        "Virtual Running Videos",
        1_549_036,
        "DQBCdbV2Enc",
        at("2021-05-28"),
      ],
      [
        "UC1aUDqQeH_3lPoilfa--Eaw",
        "theartofdocumentary",
        "The Art of Documentary",
        733_315,
        "8Z1N-wfKq8Q",
        at("2024-05-28"),
      ],
      [
        "UCVXhwLsuNli6N8FElr7sNvQ",
        "UCVXhwLsuNli6N8FElr7sNvQ",
        "Chike",
        85_803_087,
        "9DpejbEJ5Gs",
        at("2021-05-28"),
      ],
      ["UCcJZ-w0N3-Z2jnJ8UgoBclQ", "SauceOnly", "SauceOnly", 2_117_140, "6l0Qp1GXY7w", at("2023-05-28")],
      [
        "UCIaH-gZIVC432YRjNVvnyCA",
        "ChrisWillx",
        "Chris Williamson",
        5_030_730,
        "K1QDYuHGa_I",
        at("2023-05-28"),
      ],
      ["UCGRdcRxpJWi5Q2oDCrMDUuQ", "abbyandryan", "Abby and Ryan", 462_705, "uMNvF-lSCHg", at("2024-07-28")],
    ]);
    expect(page.creators.at(-1)?.matches[0]).toMatchObject({
      caption: "LONG RUN ROUTINE #run #runvlog #runner #shorts #morning",
      hashtags: ["run", "runvlog", "runner", "shorts", "morning"],
    });
    expect(page.creators[1]?.profile.profileUrl).toBe("https://www.youtube.com/@JeffPelletier");
  });

  it("normalises a channel, with only the fields that it speaks of", async () => {
    const creator = { platformId: "UCxcTeAKWJca6XyJ37_ZoKIQ", handle: "ThePatMcAfeeShow" };
    expect(await youtube.enrich({ get: async ({ parse }) => parse(channel) }, creator)).toEqual({
      outcome: "enriched",
      profile: {
        handle: "ThePatMcAfeeShow",
        displayName: "The Pat McAfee Show",
        profileUrl: "https://www.youtube.com/@ThePatMcAfeeShow",
        avatarUrl: channel.avatar.image.sources[2]?.url,
        bio: null,
        links: [
          "https://store.patmcafeeshow.com/",
          "https://twitter.com/PatMcAfeeShow",
          "https://instagram.com/patmcafeeshow",
        ],
        country: "US",
        followers: 2_750_000,
        posts: 9_221,
      },
      emails: [],
    });
  });
});
