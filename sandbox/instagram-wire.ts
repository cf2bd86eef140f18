import type { AvatarUrl } from "./avatar.ts";
import type { Content, Creator } from "./corpus.ts";
import profileShape from "./data/shapes/instagram-profile.json" with { type: "json" };
import profilesShape from "./data/shapes/instagram-profiles.json" with { type: "json" };
import reelsShape from "./data/shapes/instagram-reels.json" with { type: "json" };
import type { Credits } from "./planned-call.ts";
import type { Hit } from "./search-index.ts";

const [foundProfile] = profilesShape.profiles;
const [reel] = reelsShape.reels;
const [timelinePost] = profileShape.data.user.edge_owner_to_timeline_media.edges;

/** A profile of the search: with its bio, as at the vendor. The category stays empty: it is a label. */
export function foundProfileItem({ creator, content }: Hit, avatarUrl: AvatarUrl): object {
  return {
    ...foundProfile,
    id: creator.id,
    username: creator.handle,
    full_name: creator.name,
    biography: creator.bio,
    ...linksOf(creator),
    is_verified: creator.verified,
    is_professional_account: true,
    profile_pic_url: avatarUrl(creator.id),
    follower_count: creator.followers,
    following_count: creator.following,
    media_count: creator.posts,
    url: `https://www.instagram.com/${creator.handle}/`,
    matched_from: "profile",
    google_title: `${creator.name} (@${creator.handle}) - Instagram`,
    google_description: content.caption,
  };
}

/** A reel of the search: the bio is not among its owner's fields. */
export function reelItem({ creator, content }: Hit, avatarUrl: AvatarUrl): object {
  return {
    ...reel,
    id: content.id,
    __typename: "XDTGraphVideo",
    shortcode: shortcodeOf(content),
    url: `https://www.instagram.com/reel/${shortcodeOf(content)}/`,
    caption: [content.caption, ...content.hashtags.map((tag) => `#${tag}`)].join(" "),
    product_type: "clips",
    video_duration: content.duration_s,
    is_video: true,
    owner: {
      ...reel?.owner,
      id: creator.id,
      username: creator.handle,
      is_verified: creator.verified,
      profile_pic_url: avatarUrl(creator.id),
      full_name: creator.name,
      follower_count: creator.followers,
      post_count: creator.posts,
    },
    taken_at: new Date(content.posted_at * 1_000).toISOString(),
    like_count: content.likes,
    comment_count: content.comments,
  };
}

export function profileAnswer(
  creator: Creator,
  options: { isPrivate: boolean; credits: Credits; avatarUrl: AvatarUrl },
) {
  const { user } = profileShape.data;
  const { external_url, bio_links } = linksOf(creator);
  const avatar = options.avatarUrl(creator.id);
  return {
    ...profileShape,
    success: true,
    ...options.credits,
    data: {
      user: {
        ...user,
        id: creator.id,
        username: creator.handle,
        full_name: creator.name,
        biography: creator.bio,
        biography_with_entities: { ...user.biography_with_entities, raw_text: creator.bio },
        bio_links,
        external_url,
        external_url_linkshimmed: external_url && redirectTo(external_url),
        edge_followed_by: { count: creator.followers },
        edge_follow: { count: creator.following },
        is_private: options.isPrivate,
        is_professional_account: true,
        is_verified: creator.verified,
        profile_pic_url: avatar,
        profile_pic_url_hd: avatar,
        edge_owner_to_timeline_media: {
          ...user.edge_owner_to_timeline_media,
          count: creator.posts,
          edges: options.isPrivate ? [] : creator.contents.map((content) => timelineEdge(creator, content)),
        },
      },
    },
    status: "ok",
  };
}

function timelineEdge(creator: Creator, content: Content) {
  return {
    node: {
      ...timelinePost?.node,
      __typename: "GraphVideo",
      id: content.id,
      shortcode: shortcodeOf(content),
      owner: { id: creator.id, username: creator.handle },
      is_video: true,
      video_view_count: content.views,
      edge_media_to_comment: { count: content.comments },
      taken_at_timestamp: content.posted_at,
      edge_liked_by: { count: content.likes },
      edge_media_preview_like: { count: content.likes },
      product_type: "clips",
    },
  };
}

function linksOf(creator: Creator) {
  return {
    bio_links: creator.links.map((url) => ({
      title: "",
      lynx_url: redirectTo(url),
      url,
      link_type: "external",
    })),
    external_url: creator.links[0] ?? null,
  };
}

function redirectTo(url: string): string {
  return `https://l.instagram.com/?u=${encodeURIComponent(url)}&e=SANDBOX`;
}

function shortcodeOf(content: Content): string {
  return BigInt(content.id).toString(36);
}
