import { findExcluded } from "./excluded-keywords.ts";
import type { FilterName, NumberRange, SearchFilters } from "./filters.ts";
import type { ContentMatch, CreatorProfile, Email } from "./types.ts";

/** A creator as far as it is known. */
export interface Judged {
  profile: CreatorProfile;
  /** Undefined while nobody has looked. */
  emails?: readonly Email[] | undefined;
  posts: readonly Pick<ContentMatch, "caption" | "hashtags">[];
}

/** `reason` is for people; null where the creator fits. What is not known does not fit either. */
export interface Verdict {
  reason: string | null;
  isKnown: boolean;
}

export type Judge<N extends FilterName> = (
  wanted: NonNullable<SearchFilters[N]>,
  creator: Judged,
  since: { asOf: Date; isBound: boolean },
) => Verdict;

const FITS: Verdict = { reason: null, isKnown: true };
const DAY_MS = 86_400_000;
const COUNT = new Intl.NumberFormat("en");
const PERCENT = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

const fails = (reason: string): Verdict => ({ reason, isKnown: true });
const unknown = (what: string): Verdict => ({ reason: `${what} not known`, isKnown: false });
const percent = (rate: number) => `${PERCENT.format(rate * 100)} %`;

function inRange(what: string, value: number | null, range: NumberRange, text = COUNT.format): Verdict {
  // Rows that were stored before a field was there lack it.
  if (value == null) return unknown(what);
  if (range.min !== undefined && value < range.min) {
    return fails(`${what}: ${text(value)}, at least ${text(range.min)} wanted`);
  }
  if (range.max !== undefined && value > range.max) {
    return fails(`${what}: ${text(value)}, at most ${text(range.max)} wanted`);
  }
  return FITS;
}

function oneOf(what: string, value: string | null, wanted: readonly string[]): Verdict {
  if (value == null) return unknown(what);
  return wanted.includes(value) ? FITS : fails(`${what}: ${value}, ${wanted.join(" or ")} wanted`);
}

/** How each filter is judged. */
export const VERDICTS: { readonly [N in FilterName]: Judge<N> } = {
  followers: (wanted, { profile }) => inRange("followers", profile.followers, wanted),
  engagementRate: (wanted, { profile }) =>
    inRange("engagement rate", profile.engagementRate, wanted, percent),
  averageViews: (wanted, { profile }) => inRange("average views", profile.averageViews, wanted),
  verified: (wanted, { profile: { verified } }) => {
    if (verified == null) return unknown("verification");
    return verified === wanted ? FITS : fails(verified ? "is verified" : "not verified");
  },
  hasEmail: (wanted, { emails }) => {
    if (emails === undefined) return unknown("e-mail");
    return emails.length > 0 === wanted ? FITS : fails(wanted ? "has no e-mail" : "has an e-mail");
  },
  language: (wanted, { profile }) => oneOf("language", profile.language, wanted),
  country: (wanted, { profile }) => oneOf("country", profile.country, wanted),
  lastPostWithinDays: (days, { profile: { lastPostAt } }, { asOf, isBound }) => {
    if (lastPostAt == null) return unknown("last post");
    if (Date.parse(lastPostAt) >= asOf.getTime() - days * DAY_MS) return FITS;
    const what = isBound ? "newest post seen" : "last post";
    return fails(`${what}: ${lastPostAt.slice(0, 10)}, within ${days} days wanted`);
  },
  excludeKeywords: (keywords, { profile, posts }) => {
    const texts = [profile.displayName, profile.bio, profile.category, ...posts.map((post) => post.caption)];
    const tags = [profile.handle, ...posts.flatMap((post) => post.hashtags)];
    const found = findExcluded(
      keywords,
      texts.filter((text) => text != null),
      tags,
    );
    return found === null ? FITS : fails(`contains the excluded keyword "${found}"`);
  },
};
