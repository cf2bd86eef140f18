import * as normalise from "../core/normalise.ts";
import { ProviderError } from "../core/provider-error.ts";
import type { CreatorProfile, Enrichment } from "../core/types.ts";

/** A profile of which nothing is known but where it is. */
export function blankProfile(handle: string, profileUrl: string): CreatorProfile {
  return {
    handle,
    displayName: null,
    profileUrl,
    avatarUrl: null,
    bio: null,
    links: [],
    followers: null,
    following: null,
    posts: null,
    likes: null,
    verified: null,
    category: null,
    country: null,
    language: null,
    languageConfidence: null,
    ...normalise.postStatistics([]),
  };
}

/** A date as text to ISO 8601 in whole seconds; null for what is no date. */
export function isoFromText(text: string | null): string | null {
  return text === null ? null : normalise.isoFromSeconds(Math.floor(Date.parse(text) / 1_000));
}

/** The call's own outcome, or that of a profile that is gone. @throws ProviderError for every other failure. */
export async function orUnavailable(call: Promise<Enrichment>): Promise<Enrichment> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ProviderError && error.kind === "not_found") {
      return { outcome: "unavailable", reason: "not_found" };
    }
    throw error;
  }
}
