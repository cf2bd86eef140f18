import type { CreatorRow } from "#lib/search-engine/types.ts";
import { percentText } from "../../format.ts";
import { results as resultsWords } from "../../messages/results.ts";

const { cell } = resultsWords;
const regions = new Intl.DisplayNames("en", { type: "region" });
const languages = new Intl.DisplayNames("en", { type: "language" });

/** Country and language by name; null where neither is known. */
export function placeText(
  profile: Pick<CreatorRow["profile"], "country" | "language" | "languageConfidence">,
): { short: string; title: string } | null {
  const country = profile.country && nameOf(regions, profile.country);
  const language = profile.language && nameOf(languages, profile.language);
  if (!country && !language) return null;
  return {
    short: [country, language].filter(Boolean).join(", "),
    title: [country, language && languageTitle(language, profile.languageConfidence)]
      .filter(Boolean)
      .join("\n"),
  };
}

function languageTitle(name: string, confidence: number | null): string {
  return confidence === null ? cell.languagePlatform(name) : cell.language(name, percentText(confidence));
}

/** A code that no list knows is shown as it is. */
function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
