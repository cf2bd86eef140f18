import { detectLanguage } from "./language.ts";
import type { CreatorProfile } from "./types.ts";

/**
 * The profile with the language that bio and captions are written in. Where that is not clear the platform's own
 * word stays; a profile that says nothing about the language overwrites none.
 */
export async function withLanguage<P extends Partial<CreatorProfile>>(
  profile: P,
  captions: readonly (string | null)[],
): Promise<P> {
  const detected = await detectLanguage([profile.bio ?? null, ...captions]);
  if (detected) {
    return { ...profile, language: detected.language, languageConfidence: detected.confidence };
  }
  return profile.language === undefined ? profile : { ...profile, languageConfidence: null };
}
