import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { instagram } from "#lib/search-engine/v2/adapters/instagram.ts";
import type { PlatformAdapter } from "#lib/search-engine/v2/adapters/interface.ts";
import { tiktok } from "#lib/search-engine/v2/adapters/tiktok.ts";
import { youtube } from "#lib/search-engine/v2/adapters/youtube.ts";
import { FILTER_NAMES, type FilterName } from "#lib/search-engine/v2/core/filters.ts";
import type { CreatorProfile, Enrichment, FoundCreator } from "#lib/search-engine/v2/core/types.ts";

/** Where the profile holds what a filter asks about; `hasEmail` and `excludeKeywords` look elsewhere. */
const FIELDS: Partial<Record<FilterName, keyof CreatorProfile>> = {
  followers: "followers",
  engagementRate: "engagementRate",
  averageViews: "averageViews",
  verified: "verified",
  // Told by the bio.
  language: "bio",
  country: "country",
  lastPostWithinDays: "lastPostAt",
};

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(`tests/fixtures/scrapecreators/${name}Response.json`, "utf8"));
}

const PLATFORMS: {
  adapter: PlatformAdapter;
  searches: { file: string; cursor: string | null }[];
  profile: string;
}[] = [
  {
    adapter: tiktok,
    searches: [
      { file: "v1__tiktok__search__keyword.GET.sample", cursor: null },
      { file: "v1__tiktok__search__keyword.GET.trimmed", cursor: null },
    ],
    profile: "v1__tiktok__profile.GET.sample",
  },
  {
    adapter: instagram,
    searches: [
      { file: "v1__instagram__search__profiles.GET.sample", cursor: null },
      { file: "v2__instagram__reels__search.GET.sample", cursor: "reels:1" },
    ],
    profile: "v1__instagram__profile.GET.sample",
  },
  {
    adapter: youtube,
    searches: [{ file: "v1__youtube__search.GET.sample", cursor: null }],
    profile: "v1__youtube__channel.GET.sample",
  },
];

async function found({ adapter, searches }: (typeof PLATFORMS)[number]): Promise<FoundCreator[]> {
  const pages = searches.map(async ({ file, cursor }) => {
    const get = async <T>({ parse }: { parse: (body: unknown) => T }) => parse(fixture(file));
    const { creators } = await adapter.search({ get }, { keyword: "any", cursor });
    return creators;
  });
  return (await Promise.all(pages)).flat();
}

async function enriched({ adapter, profile }: (typeof PLATFORMS)[number]) {
  const body = fixture(profile);
  const id = JSON.stringify(body).match(/"(?:channelId|id)":"([^"]+)"/)?.[1] ?? "";
  const get = async <T>({ parse }: { parse: (body: unknown) => T }) => parse(body);
  const answer: Enrichment = await adapter.enrich({ get }, { platformId: id, handle: "any" });
  if (answer.outcome !== "enriched") throw new Error(`${adapter.platform}: ${answer.reason}`);
  return answer;
}

it.each(PLATFORMS)(
  "$adapter.platform's real answers carry what it declares, and no more",
  async (platform) => {
    const [items, { profile }] = await Promise.all([found(platform), enriched(platform)]);
    for (const name of FILTER_NAMES) {
      const support = platform.adapter.filters[name];
      const field = FIELDS[name];
      if (!field) continue;
      const inSearch = items.some((item) => item.profile[field] !== null);
      const inProfile = profile[field] !== undefined;
      const told = { name, inSearch, inProfile };
      if (support === "unsupported") expect(told).toEqual({ name, inSearch: false, inProfile: false });
      else
        expect({ told, isTold: inSearch || inProfile || field === "verified" }).toMatchObject({
          isTold: true,
        });
      if (support !== "unsupported" && support.search === "none")
        expect(told).toMatchObject({ inSearch: false });
      if (support !== "unsupported" && !support.profile && name !== "language")
        expect(told).toMatchObject({ inProfile: false });
    }
    const { hasEmail } = platform.adapter.filters;
    const isWhole = items.some((item) => item.emails !== undefined);
    expect(hasEmail).toEqual({ search: isWhole ? "bound" : "none", profile: true });
  },
);
