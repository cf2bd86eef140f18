import type { CreatorRow } from "#lib/search-engine/types.ts";

type Cell = string | number | boolean | null;

const LIST = "; ";

const COLUMNS: Readonly<Record<string, (row: CreatorRow) => Cell>> = {
  position: (row) => row.position,
  platform: (row) => row.platform,
  platform_id: (row) => row.platformId,
  handle: (row) => row.profile.handle,
  display_name: (row) => row.profile.displayName,
  profile_url: (row) => row.profile.profileUrl,
  state: (row) => row.state,
  reason: (row) => row.reason,
  matches: (row) => row.matches,
  filter_reason: (row) => row.filterReason,
  followers: (row) => row.profile.followers,
  following: (row) => row.profile.following,
  posts: (row) => row.profile.posts,
  likes: (row) => row.profile.likes,
  average_views: (row) => row.profile.averageViews,
  engagement_rate: (row) => row.profile.engagementRate,
  posts_sampled: (row) => row.profile.postsSampled,
  emails: (row) => row.emails.map((email) => email.address).join(LIST),
  email_sources: (row) => row.emails.map((email) => email.source).join(LIST),
  keywords: (row) => row.matchedOn.map(({ keyword }) => keyword).join(LIST),
  matched_posts: (row) =>
    row.matchedOn.flatMap(({ contents }) => contents.flatMap(({ url }) => url ?? [])).join(LIST),
  bio: (row) => row.profile.bio,
  links: (row) => row.profile.links.join(LIST),
  category: (row) => row.profile.category,
  country: (row) => row.profile.country,
  language: (row) => row.profile.language,
  // Rows that were stored before the field was there lack it.
  language_confidence: (row) => row.profile.languageConfidence ?? null,
  verified: (row) => row.profile.verified,
  last_post_at: (row) => row.profile.lastPostAt,
  avatar_url: (row) => row.profile.avatarUrl,
  from_cache: (row) => row.fromCache,
  found_at: (row) => row.foundAt,
  enriched_at: (row) => row.enrichedAt,
};

/** All columns, as RFC 4180 has it: CRLF between lines, quotes where they are needed. Absent is empty. */
export function formatCsv(rows: readonly CreatorRow[]): string {
  const lines = rows.map((row) => Object.values(COLUMNS).map((read) => read(row)));
  return [Object.keys(COLUMNS), ...lines].map((line) => `${line.map(formatCell).join(",")}\r\n`).join("");
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function formatCell(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
