import type { AvatarUrl } from "./avatar.ts";
import type { Content, Creator } from "./corpus.ts";
import channelShape from "./data/shapes/youtube-channel.json" with { type: "json" };
import searchShape from "./data/shapes/youtube-search.json" with { type: "json" };
import type { Credits } from "./planned-call.ts";
import { hash } from "./random.ts";
import type { Hit } from "./search-index.ts";

const [video] = searchShape.videos;
const [shelf] = searchShape.shelves;
const [shelfItem] = shelf?.items ?? [];

const SHORT_SECONDS_MAX = 60;
const AVATAR_SIZES = [72, 120, 160];
const MINUTE = 60;
const PERIODS = [
  ["year", 365 * 24 * 60 * MINUTE],
  ["month", 30 * 24 * 60 * MINUTE],
  ["week", 7 * 24 * 60 * MINUTE],
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
] as const;

const exact = new Intl.NumberFormat("en-US");
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });

/** A video or short of the search: no description, and of its channel neither bio nor subscribers. */
export function contentItem({ creator, content }: Hit, avatarUrl: AvatarUrl) {
  const minutes = Math.floor(content.duration_s / 60);
  return {
    ...video,
    ...addressOf(content),
    channel: {
      ...video?.channel,
      id: creator.id,
      title: creator.name,
      handle: hasHandle(creator) ? creator.handle : `channel/${creator.id}`,
      thumbnail: `${avatarUrl(creator.id)}?size=68`,
    },
    viewCountText: `${exact.format(content.views)} views`,
    viewCountInt: content.views,
    publishedTimeText: ago(content.posted_at),
    publishedTime: new Date(content.posted_at * 1_000).toISOString(),
    lengthText: `${minutes}:${String(content.duration_s % 60).padStart(2, "0")}`,
    lengthSeconds: content.duration_s,
    badges: content.duration_s > SHORT_SECONDS_MAX && hash(content.id) % 2 === 0 ? ["4K"] : [],
  };
}

export function searchLists(items: object[], shelved: Hit | undefined) {
  const isShort = (item: object) => "type" in item && item.type === "short";
  return {
    videos: items.filter((item) => !isShort(item)),
    channels: [],
    playlists: [],
    shorts: items.filter(isShort),
    shelves: shelved ? [shelfOf(shelved)] : [],
    lives: [],
  };
}

/** A shelf does not say whose its items are. */
function shelfOf({ content }: Hit) {
  const item = {
    ...shelfItem,
    ...addressOf(content),
    type: "short",
    viewCountText: compact.format(content.views),
    viewCountInt: content.views,
  };
  return { ...shelf, type: "shelf", title: "Shorts", items: [item] };
}

function addressOf(content: Content) {
  const tags = content.hashtags.map((tag) => `#${tag.replaceAll(/\s+/g, "")}`);
  return {
    type: content.duration_s <= SHORT_SECONDS_MAX ? "short" : "video",
    id: content.id,
    url: `https://www.youtube.com/watch?v=${content.id}`,
    title: [content.caption, ...tags].join(" "),
    thumbnail: "",
  };
}

export function channelAnswer(creator: Creator, options: { credits: Credits; avatarUrl: AvatarUrl }) {
  const { avatar } = channelShape;
  const views = creator.contents.reduce((sum, content) => sum + content.views, 0);
  const joinedAt = new Date((1_262_304_000 + (hash(creator.id) % 400_000_000)) * 1_000);
  const joined = joinedAt.toLocaleDateString("en-US", { dateStyle: "medium", timeZone: "UTC" });
  return {
    ...channelShape,
    success: true,
    ...options.credits,
    channelId: creator.id,
    channel: `http://www.youtube.com/${hasHandle(creator) ? `@${creator.handle}` : `channel/${creator.id}`}`,
    name: creator.name,
    avatar: {
      ...avatar,
      image: {
        ...avatar.image,
        sources: AVATAR_SIZES.map((size) => ({
          url: `${options.avatarUrl(creator.id)}?size=${size}`,
          width: size,
          height: size,
        })),
      },
    },
    description: creator.bio,
    subscriberCount: creator.followers,
    subscriberCountText: `${compact.format(creator.followers)} subscribers`,
    videoCountText: `${exact.format(creator.posts)} videos`,
    viewCountText: `${exact.format(Math.round(views / Math.max(1, creator.contents.length)) * creator.posts)} views`,
    joinedDateText: `Joined ${joined}`,
    tags: [...new Set(creator.contents.flatMap((content) => content.hashtags))].join(", "),
    store: null,
    twitter: null,
    instagram: null,
    links: creator.links,
    country: creator.country,
  };
}

/** Some channels never took a handle. */
function hasHandle(creator: Creator): boolean {
  return hash(`handle|${creator.id}`) % 8 !== 0;
}

/** "3 weeks ago", of Unix seconds. */
function ago(seconds: number): string {
  const age = Math.max(0, Date.now() / 1_000 - seconds);
  const [name, length] = PERIODS.find(([, period]) => age >= period) ?? ["minute", MINUTE];
  const count = Math.max(1, Math.floor(age / length));
  return `${count} ${name}${count === 1 ? "" : "s"} ago`;
}
