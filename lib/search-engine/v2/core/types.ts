/** Shapes that adapters, workers and the database rows share. Absent is `null`, never 0 or "". */

/** What is known about a creator. Counts are whole numbers; rates are fractions (0.05 is 5 %). */
export interface CreatorProfile {
  handle: string;
  displayName: string | null;
  profileUrl: string;
  avatarUrl: string | null;
  bio: string | null;
  links: string[];
  followers: number | null;
  following: number | null;
  posts: number | null;
  likes: number | null;
  /** Mean views over `postsSampled` posts. */
  averageViews: number | null;
  /** (likes + comments + shares) / views over `postsSampled` posts. */
  engagementRate: number | null;
  postsSampled: number | null;
  verified: boolean | null;
  category: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  country: string | null;
  /** ISO 639-1, lower case: of the texts where they are clear, else as the platform says. */
  language: string | null;
  /** 0 to 1, where the texts told the language; null where the platform did. */
  languageConfidence: number | null;
  /** ISO 8601; the newest post seen. */
  lastPostAt: string | null;
}

/** A post that led a keyword to a creator. */
export interface ContentMatch {
  contentId: string;
  url: string | null;
  caption: string | null;
  hashtags: string[];
  views: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
  /** ISO 8601. */
  postedAt: string | null;
}

/** One creator in one page of a search answer, with the posts of that page that led there. */
export interface FoundCreator {
  platformId: string;
  profile: CreatorProfile;
  /** Given where the search answer holds the whole profile: then no second call is made for it. */
  emails?: Email[];
  matches: ContentMatch[];
}

export interface SearchPage {
  creators: FoundCreator[];
  /** Opaque; null when the keyword has no further page. */
  nextCursor: string | null;
  /** Items of the answer that did not parse and were left out. */
  itemsSkipped: number;
}

export interface Email {
  /** Lower case. */
  address: string;
  source: "bio" | "business_field" | "link";
  /** The text that it was taken from, as written. */
  original: string;
}

/**
 * What enrichment learned. `profile` holds only the fields that the source speaks of: a key that is present
 * overwrites what was known, also with null.
 */
export type Enrichment =
  | { outcome: "enriched"; profile: Partial<CreatorProfile>; emails: Email[] }
  | { outcome: "unavailable"; reason: "not_found" | "private" };
