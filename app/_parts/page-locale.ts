import { headers } from "next/headers";

const DEFAULT_LOCALE = "en";

/** The language of numbers and dates: the first that the browser asks for and that Node knows. */
export async function pageLocale(): Promise<string> {
  const wanted = (await headers()).get("accept-language") ?? "";
  const tags = wanted.split(",").map((part) => part.split(";")[0]?.trim() ?? "");
  return tags.find(isKnown) ?? DEFAULT_LOCALE;
}

function isKnown(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
