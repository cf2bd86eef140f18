import { z } from "zod";
import * as field from "../core/answer-fields.ts";
import type { FilterDeclaration } from "../core/filters.ts";
import * as normalise from "../core/normalise.ts";
import { parseAnswer, parseItems } from "../core/parse-items.ts";
import type { ContentMatch, Enrichment, FoundCreator, SearchPage } from "../core/types.ts";
import { blankProfile, isoFromText, orUnavailable } from "./adapter-parts.ts";
import { countryFromName } from "./country-names.ts";
import { creatorEmails } from "./creator-emails.ts";
import type { PlatformAdapter } from "./interface.ts";

const PROVIDER = "scrapecreators";

const limits = {
  pageSize: 20,
  pagesPerKeywordMax: 20,
  /** The vendor's usual limit for this platform. */
  callTimeoutMs: 120_000,
  searchMs: 3_000,
  profileMs: 1_500,
} as const;

const filters: FilterDeclaration = {
  followers: { search: "none", profile: true },
  engagementRate: "unsupported",
  averageViews: { search: "value", profile: false },
  verified: "unsupported",
  hasEmail: { search: "none", profile: true },
  language: { search: "none", profile: true },
  country: { search: "none", profile: true },
  lastPostWithinDays: { search: "bound", profile: false },
  excludeKeywords: { search: "value", profile: true },
};

const contentSchema = z.object({
  id: field.id,
  url: field.text,
  title: field.text,
  viewCountInt: field.count,
  viewCountText: field.text,
  publishedTime: field.text,
  channel: z.object({ id: field.id, title: field.text, handle: field.text, thumbnail: field.text }),
});

const foundChannelSchema = z.object({
  id: field.id,
  title: field.text,
  handle: field.text,
  thumbnail: field.text,
});

/** The lists of one answer are judged together: a list may hold a single item. */
const itemSchema = z.discriminatedUnion("list", [
  z.object({ list: z.literal("contents"), item: contentSchema }),
  z.object({ list: z.literal("channels"), item: foundChannelSchema }),
]);
type Item = z.output<typeof itemSchema>;
type FoundChannel = z.output<typeof foundChannelSchema>;

const withChannel = z.object({ channel: z.object({ id: field.id }) });

const searchSchema = z.object({
  videos: field.itemsOf(contentSchema).nullable(),
  shorts: field.itemsOf(contentSchema).nullish(),
  lives: field.itemsOf(contentSchema).nullish(),
  channels: field.itemsOf(foundChannelSchema).nullish(),
  shelves: z.array(z.object({ items: field.itemsOf(contentSchema, ofSomebody).nullish() })).nullish(),
  continuationToken: field.text,
});

const channelSchema = z.object({
  channelId: field.id,
  channel: field.text,
  name: field.text,
  avatar: z
    .object({
      image: z
        .object({ sources: z.array(z.object({ url: field.text, width: z.number().nullish() })).nullish() })
        .nullish(),
    })
    .nullish(),
  description: field.text,
  subscriberCount: field.countIfPresent,
  subscriberCountText: field.text,
  videoCountText: field.text,
  email: field.text,
  links: z.array(field.text).nullish(),
  country: field.text,
});

export const youtube: PlatformAdapter = {
  platform: "youtube",
  displayName: "YouTube",
  hosts: ["youtube.com", "youtu.be"],
  // By their whole names: beside them, the vendor rents machines under these domains to anybody.
  imageHosts: ["yt3.ggpht.com", "yt3.googleusercontent.com"],
  provider: PROVIDER,
  limits,
  filters,

  async search(context, { keyword, cursor }) {
    return context.get({
      path: "/v1/youtube/search",
      query: { query: keyword, continuationToken: cursor ?? undefined },
      action: "search",
      timeoutMs: limits.callTimeoutMs,
      format: searchSchema,
      parse: (answer) => toPage(answer, cursor),
    });
  },

  async enrich(context, creator) {
    return orUnavailable(
      context.get({
        path: "/v1/youtube/channel",
        query: { channelId: creator.platformId },
        action: "profile",
        timeoutMs: limits.callTimeoutMs,
        format: channelSchema,
        parse: (answer) => toEnrichment(answer, creator.platformId),
      }),
    );
  },
};

function toPage(answer: unknown, cursor: string | null): SearchPage {
  const page = parseAnswer(PROVIDER, searchSchema, answer);
  const shelved = ofSomebody((page.shelves ?? []).flatMap((shelf) => shelf.items ?? []));
  const contents = [page.videos, page.shorts, page.lives, shelved].flatMap((items) => items ?? []);
  const all = [
    ...contents.map((item) => ({ list: "contents", item })),
    ...(page.channels ?? []).map((item) => ({ list: "channels", item })),
  ];
  const { items, skipped } = parseItems(PROVIDER, itemSchema, all);
  return {
    creators: toCreators(items),
    // A token that stands still would bring the same page for ever.
    nextCursor: all.length === 0 || page.continuationToken === cursor ? null : page.continuationToken,
    itemsSkipped: skipped,
  };
}

/** Most shelves do not say whose their items are. */
function ofSomebody(items: readonly unknown[]): unknown[] {
  return items.filter((item) => withChannel.safeParse(item).success);
}

function toCreators(items: Item[]): FoundCreator[] {
  const seen = new Set<string>();
  const creators = new Map<string, FoundCreator>();
  for (const found of items) {
    const channel = found.list === "channels" ? found.item : found.item.channel;
    const creator = creators.get(channel.id) ?? toCreator(channel);
    creators.set(channel.id, creator);
    if (found.list === "channels" || seen.has(found.item.id)) continue;
    seen.add(found.item.id);
    creator.matches.push(toMatch(found.item));
  }
  for (const creator of creators.values()) Object.assign(creator.profile, statisticsOf(creator.matches));
  return [...creators.values()];
}

function toCreator(channel: FoundChannel): FoundCreator {
  const { handle, profileUrl } = addressOf(channel.handle, channel.id);
  return {
    platformId: channel.id,
    profile: {
      ...blankProfile(handle, profileUrl),
      displayName: channel.title,
      avatarUrl: normalise.pickImage([channel.thumbnail]),
    },
    matches: [],
  };
}

function toMatch(content: z.output<typeof contentSchema>): ContentMatch {
  return {
    contentId: content.id,
    url: normalise.webLink(content.url),
    caption: content.title,
    hashtags: normalise.hashtagsIn(content.title ?? ""),
    views: content.viewCountInt ?? countIn(content.viewCountText),
    likes: null,
    comments: null,
    shares: null,
    postedAt: isoFromText(content.publishedTime),
  };
}

/** The search tells views alone: there is a mean of them, and no engagement. */
function statisticsOf(matches: ContentMatch[]) {
  const posts = matches.map((match) => ({ ...match, likes: 0, comments: 0, shares: 0 }));
  return { ...normalise.postStatistics(posts), engagementRate: null };
}

function toEnrichment(answer: unknown, platformId: string): Enrichment {
  const channel = parseAnswer(PROVIDER, channelSchema, answer);
  if (channel.channelId !== platformId) return { outcome: "unavailable", reason: "not_found" };
  const sources = (channel.avatar?.image?.sources ?? []).toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0));
  return {
    outcome: "enriched",
    profile: {
      ...(channel.channel === null ? {} : addressOf(handleIn(channel.channel), platformId)),
      displayName: channel.name,
      avatarUrl: normalise.pickImage(sources.map((source) => source.url)),
      bio: channel.description,
      links: [...new Set((channel.links ?? []).flatMap((link) => normalise.webLink(link) ?? []))],
      country: countryFromName(channel.country),
      ...normalise.spokenOf({
        followers: channel.subscriberCount ?? countIn(channel.subscriberCountText) ?? undefined,
        posts: countIn(channel.videoCountText) ?? undefined,
      }),
    },
    emails: creatorEmails({
      businessField: channel.email,
      bio: channel.description,
      links: channel.links ?? [],
    }),
  };
}

/** A channel without a handle comes as "channel/UC…", and goes by its id. */
function addressOf(handle: string | null, id: string): { handle: string; profileUrl: string } {
  const name = handle?.replace(/^@/, "");
  if (!name || name.includes("/")) {
    return { handle: id, profileUrl: `https://www.youtube.com/channel/${encodeURIComponent(id)}` };
  }
  return { handle: name, profileUrl: `https://www.youtube.com/@${encodeURIComponent(name)}` };
}

/** The handle in a channel's address, or null where it has another form. */
function handleIn(address: string | null): string | null {
  const encoded = URL.parse(address ?? "")?.pathname.match(/^\/@([^/]+)$/)?.[1];
  if (!encoded) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

const UNITS: Record<string, number> = { K: 1e3, M: 1e6, B: 1e9 };

/** The count in "119,308 views", "1.2M subscribers" or "750K"; null for any other text. */
function countIn(text: string | null): number | null {
  const [, digits, unit] =
    text?.match(/^([\d,]+(?:\.\d+)?)\s?([KMB])?(?:\s(?:subscriber|video|view)s?)?$/i) ?? [];
  const count = digits
    ? Number(digits.replaceAll(",", "")) * (UNITS[unit?.toUpperCase() ?? ""] ?? 1)
    : Number.NaN;
  return Number.isSafeInteger(Math.round(count)) ? Math.round(count) : null;
}
