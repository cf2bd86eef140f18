import { z } from "zod";
import * as field from "../core/answer-fields.ts";

/** What Instagram's provider answers, as far as the adapter reads it. */

const flag = z.boolean().nullish();
const bioLinks = z.array(z.object({ url: field.text })).nullish();
const counted = z.object({ count: field.countIfPresent }).nullish();

export const foundProfileSchema = z.object({
  id: field.id,
  username: field.id,
  full_name: field.text,
  biography: field.safeText.nullish(),
  bio_links: bioLinks,
  external_url: field.text,
  is_private: flag,
  is_verified: flag,
  category_name: field.text,
  profile_pic_url: field.text,
  follower_count: field.count,
  following_count: field.count,
  media_count: field.count,
});
export type FoundProfile = z.output<typeof foundProfileSchema>;

export const profilesSchema = z.object({
  cursor: z.union([z.int(), z.string()]).nullish(),
  profiles: field.itemsOf(foundProfileSchema).nullable(),
});

export const reelSchema = z.object({
  id: field.id,
  url: field.text,
  caption: field.text,
  taken_at: field.text,
  like_count: field.count,
  comment_count: field.count,
  video_play_count: field.count,
  video_view_count: field.count,
  owner: z.object({
    id: field.id,
    username: field.id,
    full_name: field.text,
    is_verified: flag,
    profile_pic_url: field.text,
    follower_count: field.count,
    post_count: field.count,
  }),
});
export type Reel = z.output<typeof reelSchema>;

export const reelsSchema = z.object({ reels: field.itemsOf(reelSchema).nullable() });

export const timelinePostSchema = z.object({
  node: z.object({
    id: field.id,
    taken_at_timestamp: field.count,
    video_view_count: field.count,
    edge_liked_by: counted,
    edge_media_to_comment: counted,
  }),
});

const userSchema = z.object({
  id: field.id,
  username: field.id,
  full_name: field.text,
  biography: field.text,
  bio_links: bioLinks,
  external_url: field.text,
  business_email: field.text,
  category_name: field.text,
  is_private: flag,
  is_verified: flag,
  profile_pic_url: field.text,
  profile_pic_url_hd: field.text,
  // Counts come in either form.
  edge_followed_by: counted,
  follower_count: field.countIfPresent,
  edge_follow: counted,
  following_count: field.countIfPresent,
  media_count: field.countIfPresent,
  edge_owner_to_timeline_media: z
    .object({ count: field.countIfPresent, edges: field.itemsOf(timelinePostSchema).nullish() })
    .nullish(),
});

export const profileSchema = z.object({ data: z.object({ user: userSchema.nullable() }) });
