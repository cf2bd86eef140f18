import type { FilterDeclaration } from "../core/filters.ts";
import * as normalise from "../core/normalise.ts";
import { parseAnswer, parseItems } from "../core/parse-items.ts";
import { ProviderError } from "../core/provider-error.ts";
import type { ContentMatch, Enrichment, FoundCreator, SearchPage } from "../core/types.ts";
import { blankProfile, isoFromText, orUnavailable } from "./adapter-parts.ts";
import { creatorEmails } from "./creator-emails.ts";
import {
  type FoundProfile,
  foundProfileSchema,
  profileSchema,
  profilesSchema,
  type Reel,
  reelSchema,
  reelsSchema,
  timelinePostSchema,
} from "./instagram-answers.ts";
import type { PlatformAdapter } from "./interface.ts";

const PROVIDER = "scrapecreators";
/** Both searches read a web index; the vendor answers 400 from page 12 on. */
const PAGES_PER_SOURCE_MAX = 11;

const limits = {
  pageSize: 10,
  pagesPerKeywordMax: 2 * PAGES_PER_SOURCE_MAX,
  wholeProfilePages: PAGES_PER_SOURCE_MAX,
  /** A search usually takes 60 to 70 s. */
  callTimeoutMs: 300_000,
  searchMs: 65_000,
  profileMs: 2_000,
} as const;

const filters: FilterDeclaration = {
  followers: { search: "value", profile: true },
  engagementRate: { search: "value", profile: true },
  averageViews: { search: "value", profile: true },
  verified: { search: "value", profile: true },
  // A business contact is told by the profile alone.
  hasEmail: { search: "bound", profile: true },
  // Of the bio; the profile call brings the same one.
  language: { search: "value", profile: false },
  country: "unsupported",
  lastPostWithinDays: { search: "bound", profile: true },
  excludeKeywords: { search: "value", profile: true },
};

export const instagram: PlatformAdapter = {
  platform: "instagram",
  displayName: "Instagram",
  hosts: ["instagram.com", "instagr.am", "ig.me"],
  imageHosts: ["cdninstagram.com", "fbcdn.net"],
  provider: PROVIDER,
  limits,
  filters,

  /** Profiles first: they come with their bio and need no second call. Then reels, which lead to others. */
  async search(context, { keyword, cursor }) {
    const { source, page } = positionOf(cursor ?? "profiles:1");
    const call = { action: "search", timeoutMs: limits.callTimeoutMs };
    if (source === "reels") {
      return context.get({
        ...call,
        path: "/v2/instagram/reels/search",
        query: { query: keyword, page: String(page) },
        format: reelsSchema,
        parse: (answer) => toReelsPage(answer, page),
      });
    }
    return context.get({
      ...call,
      path: "/v1/instagram/search/profiles",
      query: { query: keyword, cursor: page === 1 ? undefined : String(page) },
      format: profilesSchema,
      parse: (answer) => toProfilesPage(answer, page),
    });
  },

  async enrich(context, creator) {
    return orUnavailable(
      context.get({
        path: "/v1/instagram/profile",
        query: { handle: creator.handle },
        action: "profile",
        timeoutMs: limits.callTimeoutMs,
        format: profileSchema,
        parse: (answer) => toEnrichment(answer, creator.platformId),
      }),
    );
  },
};

/** @throws ProviderError of kind "bad_request" for a cursor that no page of this adapter gave. */
function positionOf(cursor: string): { source: string; page: number } {
  const { source, page } = cursor.match(/^(?<source>profiles|reels):(?<page>[1-9]\d?)$/)?.groups ?? {};
  if (!source || Number(page) > PAGES_PER_SOURCE_MAX) {
    const range = `1 to ${PAGES_PER_SOURCE_MAX}`;
    const message = `cursor: must be "profiles:" or "reels:" with a page from ${range}, not "${cursor}".`;
    throw new ProviderError(PROVIDER, "bad_request", message);
  }
  return { source, page: Number(page) };
}

function toProfilesPage(answer: unknown, page: number): SearchPage {
  const { profiles, cursor } = parseAnswer(PROVIDER, profilesSchema, answer);
  const list = profiles ?? [];
  const { items, skipped } = parseItems(PROVIDER, foundProfileSchema, list);
  const next = Number(cursor ?? 0);
  // A cursor that stands still would bring the same page for ever.
  const hasNext = list.length > 0 && Number.isInteger(next) && next > page && next <= PAGES_PER_SOURCE_MAX;
  return {
    creators: [...new Map(items.map((item) => [item.id, toProfileCreator(item)])).values()],
    nextCursor: hasNext ? `profiles:${next}` : "reels:1",
    itemsSkipped: skipped,
  };
}

function toProfileCreator(item: FoundProfile): FoundCreator {
  // A private profile, and one without the field, is left to the profile call: that decides what can be had.
  const isWhole = !item.is_private && item.biography != null;
  return {
    platformId: item.id,
    profile: {
      ...blankProfile(item.username, profileUrl(item.username)),
      displayName: item.full_name,
      avatarUrl: normalise.pickImage([item.profile_pic_url]),
      bio: item.biography || null,
      links: linksOf(item),
      followers: item.follower_count,
      following: item.following_count,
      posts: item.media_count,
      verified: item.is_verified ?? null,
      category: item.category_name,
    },
    ...(isWhole && { emails: creatorEmails({ bio: item.biography, links: rawLinksOf(item) }) }),
    matches: [],
  };
}

function toReelsPage(answer: unknown, page: number): SearchPage {
  const list = parseAnswer(PROVIDER, reelsSchema, answer).reels ?? [];
  const { items, skipped } = parseItems(PROVIDER, reelSchema, list);
  const creators = new Map<string, FoundCreator>();
  for (const item of new Map(items.map((reel) => [reel.id, reel])).values()) {
    const creator = creators.get(item.owner.id) ?? toReelCreator(item.owner);
    creators.set(creator.platformId, creator);
    creator.matches.push(toMatch(item));
  }
  for (const creator of creators.values()) Object.assign(creator.profile, statisticsOf(creator.matches));
  return {
    creators: [...creators.values()],
    nextCursor: list.length > 0 && page < PAGES_PER_SOURCE_MAX ? `reels:${page + 1}` : null,
    itemsSkipped: skipped,
  };
}

function toReelCreator(owner: Reel["owner"]): FoundCreator {
  return {
    platformId: owner.id,
    profile: {
      ...blankProfile(owner.username, profileUrl(owner.username)),
      displayName: owner.full_name,
      avatarUrl: normalise.pickImage([owner.profile_pic_url]),
      followers: owner.follower_count,
      posts: owner.post_count,
      verified: owner.is_verified ?? null,
    },
    matches: [],
  };
}

function toMatch(reel: Reel): ContentMatch {
  return {
    contentId: reel.id,
    url: normalise.webLink(reel.url),
    caption: reel.caption,
    hashtags: normalise.hashtagsIn(reel.caption ?? ""),
    views: reel.video_play_count ?? reel.video_view_count,
    likes: reel.like_count,
    comments: reel.comment_count,
    shares: null,
    postedAt: isoFromText(reel.taken_at),
  };
}

function toEnrichment(answer: unknown, platformId: string): Enrichment {
  const { user } = parseAnswer(PROVIDER, profileSchema, answer).data;
  // A handle that has moved on belongs to somebody else.
  if (user?.id !== platformId) return { outcome: "unavailable", reason: "not_found" };
  if (user.is_private) return { outcome: "unavailable", reason: "private" };
  const timeline = user.edge_owner_to_timeline_media;
  const { lastPostAt, ...numbers } = statisticsOf(timeline?.edges?.flatMap(toTimelinePost) ?? []);
  return {
    outcome: "enriched",
    profile: {
      handle: user.username,
      displayName: user.full_name,
      profileUrl: profileUrl(user.username),
      avatarUrl: normalise.pickImage([user.profile_pic_url_hd, user.profile_pic_url]),
      bio: user.biography,
      links: linksOf(user),
      verified: user.is_verified ?? null,
      category: user.category_name,
      ...normalise.spokenOf({
        followers: user.edge_followed_by?.count ?? user.follower_count,
        following: user.edge_follow?.count ?? user.following_count,
        posts: timeline?.count ?? user.media_count,
        lastPostAt: lastPostAt ?? undefined,
      }),
      ...(numbers.postsSampled === null ? {} : numbers),
    },
    emails: creatorEmails({
      businessField: user.business_email,
      bio: user.biography,
      links: rawLinksOf(user),
    }),
  };
}

/** A post of another form than expected is left out: only numbers are taken from it. */
function toTimelinePost(edge: unknown): ContentMatch[] {
  const node = timelinePostSchema.safeParse(edge).data?.node;
  if (!node) return [];
  return [
    {
      contentId: node.id,
      url: null,
      caption: null,
      hashtags: [],
      views: node.video_view_count,
      likes: node.edge_liked_by?.count ?? null,
      comments: node.edge_media_to_comment?.count ?? null,
      shares: null,
      postedAt: normalise.isoFromSeconds(node.taken_at_timestamp),
    },
  ];
}

/** Shares are not public here: the rate is that of likes and comments. */
function statisticsOf(posts: ContentMatch[]) {
  return normalise.postStatistics(posts.map((post) => ({ ...post, shares: 0 })));
}

type WithLinks = Pick<FoundProfile, "bio_links" | "external_url">;

function linksOf(profile: WithLinks): string[] {
  return [...new Set(rawLinksOf(profile).flatMap((url) => normalise.webLink(url) ?? []))];
}

function rawLinksOf(profile: WithLinks): (string | null)[] {
  return [...(profile.bio_links ?? []).map((link) => link.url), profile.external_url];
}

function profileUrl(handle: string): string {
  return `https://www.instagram.com/${encodeURIComponent(handle)}/`;
}
