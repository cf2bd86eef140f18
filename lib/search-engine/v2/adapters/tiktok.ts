import { z } from "zod";
import * as field from "../core/answer-fields.ts";
import type { FilterDeclaration } from "../core/filters.ts";
import * as normalise from "../core/normalise.ts";
import { parseAnswer, parseItems } from "../core/parse-items.ts";
import { ProviderError } from "../core/provider-error.ts";
import type { ContentMatch, Enrichment, FoundCreator, SearchPage } from "../core/types.ts";
import { creatorEmails } from "./creator-emails.ts";
import type { PlatformAdapter } from "./interface.ts";

const PROVIDER = "scrapecreators";

const limits = {
  pageSize: 30,
  pagesPerKeywordMax: 20,
  /** The vendor's usual limit for this platform. */
  callTimeoutMs: 120_000,
  searchMs: 3_000,
  profileMs: 1_500,
} as const;

const filters: FilterDeclaration = {
  followers: { search: "value", profile: true },
  engagementRate: { search: "value", profile: false },
  averageViews: { search: "value", profile: false },
  // The search only says who is.
  verified: { search: "value", profile: true },
  hasEmail: { search: "none", profile: true },
  language: { search: "none", profile: true },
  country: { search: "value", profile: false },
  lastPostWithinDays: { search: "bound", profile: false },
  excludeKeywords: { search: "value", profile: true },
};

const image = z.object({ url_list: z.array(field.safeText).nullish() }).nullish();

const awemeSchema = z.object({
  aweme_id: field.id,
  desc: field.text,
  create_time: field.count,
  region: field.text,
  url: field.text,
  share_url: field.text,
  statistics: z
    .object({
      play_count: field.count,
      digg_count: field.count,
      comment_count: field.count,
      share_count: field.count,
    })
    .nullish(),
  text_extra: z.array(z.object({ hashtag_name: field.text })).nullish(),
  author: z.object({
    uid: field.id,
    unique_id: field.id,
    nickname: field.text,
    follower_count: field.count,
    following_count: field.count,
    aweme_count: field.countOrPlaceholder,
    total_favorited: field.countOrPlaceholder,
    custom_verify: field.text,
    enterprise_verify_reason: field.text,
    avatar_larger: image,
    avatar_medium: image,
    avatar_thumb: image,
  }),
});
type Aweme = z.output<typeof awemeSchema>;

const searchSchema = z.object({
  cursor: z.union([z.int(), z.string()]).nullish(),
  search_item_list: field.itemsOf(awemeSchema, (list) => list.map(unwrap)).nullable(),
});

const profileSchema = z.object({
  user: z.object({
    id: field.id,
    uniqueId: field.id,
    nickname: field.text,
    signature: field.text,
    verified: z.boolean().nullish(),
    privateAccount: z.boolean().nullish(),
    language: field.text,
    bioLink: z.object({ link: field.text }).nullish(),
    avatarLarger: field.text,
    avatarMedium: field.text,
    avatarThumb: field.text,
  }),
  stats: z
    .object({
      followerCount: field.countIfPresent,
      followingCount: field.countIfPresent,
      heartCount: field.countIfPresent,
      videoCount: field.countIfPresent,
    })
    .nullish(),
});

export const tiktok: PlatformAdapter = {
  platform: "tiktok",
  displayName: "TikTok",
  hosts: ["tiktok.com"],
  imageHosts: ["tiktokcdn.com", "tiktokcdn-us.com", "tiktokcdn-eu.com"],
  provider: PROVIDER,
  limits,
  filters,

  async search(context, { keyword, cursor }) {
    return context.get({
      path: "/v1/tiktok/search/keyword",
      query: { query: keyword, cursor: cursor ?? undefined, trim: "true" },
      action: "search",
      timeoutMs: limits.callTimeoutMs,
      format: searchSchema,
      parse: (answer) => toPage(answer, cursor),
    });
  },

  async enrich(context, creator) {
    try {
      return await context.get({
        path: "/v1/tiktok/profile",
        query: { handle: creator.handle },
        action: "profile",
        timeoutMs: limits.callTimeoutMs,
        format: profileSchema,
        parse: (answer) => toEnrichment(answer, creator.platformId),
      });
    } catch (error) {
      if (error instanceof ProviderError && error.kind === "not_found") {
        return { outcome: "unavailable", reason: "not_found" };
      }
      throw error;
    }
  },
};

function toPage(answer: unknown, cursor: string | null): SearchPage {
  const page = parseAnswer(PROVIDER, searchSchema, answer);
  const list = page.search_item_list ?? [];
  const { items, skipped } = parseItems(PROVIDER, awemeSchema, list.map(unwrap));
  const next = page.cursor == null ? null : String(page.cursor);
  return {
    creators: toCreators(items),
    // A cursor that stands still would bring the same page for ever.
    nextCursor: list.length === 0 || next === cursor ? null : next,
    itemsSkipped: skipped,
  };
}

/** The full answer wraps the post; the trimmed one sends it bare. */
function unwrap(item: unknown): unknown {
  return typeof item === "object" && item !== null && "aweme_info" in item ? item.aweme_info : item;
}

function toCreators(items: Aweme[]): FoundCreator[] {
  const seen = new Set<string>();
  const creators = new Map<string, FoundCreator>();
  for (const item of items) {
    if (seen.has(item.aweme_id)) continue;
    seen.add(item.aweme_id);
    const creator = creators.get(item.author.uid) ?? toCreator(item);
    creators.set(creator.platformId, creator);
    creator.matches.push(toMatch(item));
    creator.profile.country ??= normalise.countryCode(item.region);
  }
  for (const creator of creators.values())
    Object.assign(creator.profile, normalise.postStatistics(creator.matches));
  return [...creators.values()];
}

function toCreator({ author }: Aweme): FoundCreator {
  const avatars = [author.avatar_larger, author.avatar_medium, author.avatar_thumb];
  return {
    platformId: author.uid,
    profile: {
      handle: author.unique_id,
      displayName: author.nickname,
      profileUrl: profileUrl(author.unique_id),
      avatarUrl: normalise.pickImage(avatars.flatMap((avatar) => avatar?.url_list ?? [])),
      bio: null,
      links: [],
      followers: author.follower_count,
      following: author.following_count,
      posts: author.aweme_count,
      likes: author.total_favorited,
      verified: author.custom_verify || author.enterprise_verify_reason ? true : null,
      category: null,
      country: null,
      language: null,
      languageConfidence: null,
      ...normalise.postStatistics([]),
    },
    matches: [],
  };
}

function toMatch(item: Aweme): ContentMatch {
  const tags = item.text_extra?.flatMap((extra) => extra.hashtag_name ?? []);
  const urls = [item.url, item.share_url].flatMap(
    (url) => normalise.webLink(url && normalise.withoutQuery(url)) ?? [],
  );
  return {
    contentId: item.aweme_id,
    // The two may name different posts.
    url: urls.find((url) => url.endsWith(`/${item.aweme_id}`)) ?? urls[0] ?? null,
    caption: item.desc,
    hashtags: tags ? [...new Set(tags)] : normalise.hashtagsIn(item.desc ?? ""),
    views: item.statistics?.play_count ?? null,
    likes: item.statistics?.digg_count ?? null,
    comments: item.statistics?.comment_count ?? null,
    shares: item.statistics?.share_count ?? null,
    postedAt: normalise.isoFromSeconds(item.create_time),
  };
}

function toEnrichment(answer: unknown, platformId: string): Enrichment {
  const { user, stats } = parseAnswer(PROVIDER, profileSchema, answer);
  // A handle that has moved on belongs to somebody else.
  if (user.id !== platformId) return { outcome: "unavailable", reason: "not_found" };
  if (user.privateAccount) return { outcome: "unavailable", reason: "private" };
  const link = normalise.webLink(user.bioLink?.link ?? null);
  return {
    outcome: "enriched",
    profile: {
      handle: user.uniqueId,
      displayName: user.nickname,
      profileUrl: profileUrl(user.uniqueId),
      avatarUrl: normalise.pickImage([user.avatarLarger, user.avatarMedium, user.avatarThumb]),
      bio: user.signature,
      links: link ? [link] : [],
      verified: user.verified ?? null,
      language: normalise.languageCode(user.language),
      ...normalise.spokenOf({
        followers: stats?.followerCount,
        following: stats?.followingCount,
        posts: stats?.videoCount,
        likes: stats?.heartCount,
      }),
    },
    emails: creatorEmails({ bio: user.signature, links: [user.bioLink?.link] }),
  };
}

function profileUrl(handle: string): string {
  return `https://www.tiktok.com/@${encodeURIComponent(handle)}`;
}
