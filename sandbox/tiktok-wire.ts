import type { AvatarUrl } from "./avatar.ts";
import type { Creator } from "./corpus.ts";
import profileShape from "./data/shapes/tiktok-profile.json" with { type: "json" };
import fullShape from "./data/shapes/tiktok-search.json" with { type: "json" };
import trimmedShape from "./data/shapes/tiktok-search-trimmed.json" with { type: "json" };
import type { Credits } from "./planned-call.ts";
import { hash } from "./random.ts";
import type { Hit } from "./search-index.ts";

const [fullItem] = fullShape.search_item_list;
const [trimmedItem] = trimmedShape.search_item_list;
const [textExtra] = fullItem?.aweme_info.text_extra ?? [];
const [challenge] = fullItem?.aweme_info.cha_list ?? [];

const LANGUAGE_CODES: Record<string, string> = {
  English: "en",
  French: "fr",
  German: "de",
  Italian: "it",
  Spanish: "es",
};

export function searchItem(hit: Hit, options: { trim: boolean; avatarUrl: AvatarUrl }): object {
  return options.trim
    ? { ...trimmedItem, ...aweme(hit), ...authorOf(hit.creator, trimmedItem?.author, options.avatarUrl) }
    : { ...fullItem, aweme_info: fullAweme(hit, options.avatarUrl) };
}

/** What both forms of the answer say of a post. */
function aweme({ creator, content }: Hit) {
  const url = `https://www.tiktok.com/@${creator.handle}/video/${content.id}`;
  return {
    aweme_id: content.id,
    desc: [content.caption, ...content.hashtags.map((tag) => `#${tag}`)].join(" "),
    desc_language: languageCode(creator),
    region: creator.country ?? "",
    create_time: content.posted_at,
    create_time_utc: new Date(content.posted_at * 1_000).toISOString(),
    url,
    statistics: {
      ...trimmedItem?.statistics,
      aweme_id: content.id,
      play_count: content.views,
      digg_count: content.likes,
      comment_count: content.comments,
      share_count: content.shares,
    },
    video: { ...trimmedItem?.video, duration: content.duration_s * 1_000 },
  };
}

function fullAweme(hit: Hit, avatarUrl: AvatarUrl) {
  const { creator, content } = hit;
  const post = aweme(hit);
  let end = content.caption.length;
  const text_extra = content.hashtags.map((tag) => {
    const start = end + 1;
    end = start + tag.length + 1;
    return { ...textExtra, start, end, hashtag_name: tag, hashtag_id: String(hash(tag)), type: 1 };
  });
  return {
    ...fullItem?.aweme_info,
    ...post,
    ...authorOf(creator, fullItem?.aweme_info.author, avatarUrl),
    video: { ...fullItem?.aweme_info.video, duration: content.duration_s * 1_000 },
    share_url: `${post.url}?_r=1&share_item_id=${content.id}`,
    group_id: content.id,
    text_extra,
    cha_list: content.hashtags.map((tag) => ({
      ...challenge,
      cha_name: tag,
      cid: String(hash(tag)),
      type: 1,
    })),
  };
}

/** The bio is not among an author's fields, and the counts of posts and likes are always 0, as at the vendor. */
function authorOf(creator: Creator, shape: object | undefined, avatarUrl: AvatarUrl) {
  const avatar = {
    height: 720,
    width: 720,
    uri: `avatars/${creator.id}`,
    url_list: [avatarUrl(creator.id)],
    url_prefix: null,
  };
  return {
    author: {
      ...shape,
      uid: creator.id,
      unique_id: creator.handle,
      nickname: creator.name,
      sec_uid: secUid(creator),
      follower_count: creator.followers,
      following_count: creator.following,
      custom_verify: creator.verified ? "Verified account" : "",
      avatar_168x168: avatar,
      avatar_300x300: avatar,
      avatar_larger: avatar,
      avatar_medium: avatar,
      avatar_thumb: avatar,
      avatar_uri: avatar.uri,
      search_user_desc: creator.handle,
      search_user_name: creator.name,
    },
  };
}

export function profileAnswer(
  creator: Creator,
  options: { isPrivate: boolean; credits: Credits; avatarUrl: AvatarUrl },
) {
  const { bioLink, ...user } = profileShape.user;
  const [link] = creator.links;
  const avatar = options.avatarUrl(creator.id);
  return {
    success: true,
    ...options.credits,
    user: {
      ...user,
      id: creator.id,
      uniqueId: creator.handle,
      nickname: creator.name,
      avatarLarger: avatar,
      avatarMedium: avatar,
      avatarThumb: avatar,
      signature: creator.bio,
      createTime: 1_420_070_400 + (hash(creator.id) % 300_000_000),
      verified: creator.verified,
      secUid: secUid(creator),
      ...(link && { bioLink: { ...bioLink, link } }),
      privateAccount: options.isPrivate,
      language: languageCode(creator),
    },
    stats: {
      ...profileShape.stats,
      followerCount: creator.followers,
      followingCount: creator.following,
      heart: creator.likes,
      heartCount: creator.likes,
      videoCount: creator.posts,
    },
    itemList: [],
  };
}

function languageCode(creator: Creator): string {
  return LANGUAGE_CODES[creator.language] ?? "un";
}

function secUid(creator: Creator): string {
  return `SANDBOX${creator.id}`;
}
