import type { ContentMatch, CreatorProfile } from "./types.ts";

/** Numbers over one creator's posts; posts that lack one of the counts are not sampled. */
export function postStatistics(
  posts: readonly ContentMatch[],
): Pick<CreatorProfile, "averageViews" | "engagementRate" | "postsSampled" | "lastPostAt"> {
  let [views, engagements, sampled] = [0, 0, 0];
  let lastPostAt: string | null = null;
  for (const post of posts) {
    if (post.postedAt && (!lastPostAt || post.postedAt > lastPostAt)) lastPostAt = post.postedAt;
    if (post.views === null || post.likes === null || post.comments === null || post.shares === null)
      continue;
    views += post.views;
    engagements += post.likes + post.comments + post.shares;
    sampled += 1;
  }
  return {
    averageViews: sampled > 0 ? Math.round(views / sampled) : null,
    engagementRate: views > 0 ? Math.round((engagements / views) * 1e6) / 1e6 : null,
    postsSampled: sampled > 0 ? sampled : null,
    lastPostAt,
  };
}

/** Unix seconds to ISO 8601; null for 0 and for what is no date. */
export function isoFromSeconds(seconds: number | null): string | null {
  if (!seconds) return null;
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The #tags of a caption without the sign, each once. */
export function hashtagsIn(caption: string): string[] {
  return [...new Set(Array.from(caption.matchAll(/#([\p{L}\p{M}\p{N}_]+)/gu), (match) => match[1] ?? ""))];
}

/** An http or https address, https where no scheme is given; null for anything else. */
export function webLink(value: string | null): string | null {
  const trimmed = value?.trim() ?? "";
  if (!trimmed) return null;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(trimmed) ? trimmed : `https://${trimmed}`);
  return url && /^https?:$/.test(url.protocol) && url.hostname.includes(".") ? url.href : null;
}

export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

/** The first image that every browser shows, in the order given; HEIC only when there is nothing else. */
export function pickImage(urls: readonly (string | null | undefined)[]): string | null {
  const usable = urls.filter((url) => url != null && /^https?:\/\//.test(url));
  const hasType = (type: RegExp) => usable.find((url) => url != null && type.test(withoutQuery(url)));
  return hasType(/\.(?:jpe?g|png)$/i) ?? hasType(/(?<!\.hei[cf])$/i) ?? usable[0] ?? null;
}

/** ISO 3166-1 alpha-2 in upper case, or null. */
export function countryCode(value: string | null): string | null {
  return value && /^[a-z]{2}$/i.test(value) ? value.toUpperCase() : null;
}

/** ISO 639-1 in lower case from a code or tag such as "en" or "zh-Hant"; null for "un" (unknown). */
export function languageCode(value: string | null): string | null {
  const code = value?.match(/^([a-z]{2})(?:[-_]|$)/i)?.[1]?.toLowerCase() ?? null;
  return code === "un" ? null : code;
}

/** The fields that the source speaks of: those that are undefined are left out. */
export function spokenOf<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  // What is left after the filter has no undefined values, and the keys are those of T.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
