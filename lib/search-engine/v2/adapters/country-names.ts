import { isCountryCode } from "../core/codes.ts";

/** Names in use that are not in the tables. */
const OTHER_NAMES = [
  ["turkey", "TR"],
  ["czech republic", "CZ"],
] as const;

let codesByName: Map<string, string> | undefined;

/** ISO 3166-1 alpha-2 from a code or an English name ("United States"), or null. */
export function countryFromName(text: string | null): string | null {
  codesByName ??= readCodes();
  return codesByName.get(fold(text ?? "")) ?? null;
}

function readCodes(): Map<string, string> {
  const codes = new Map<string, string>(OTHER_NAMES);
  const tables = (["long", "short"] as const).map(
    (style) => new Intl.DisplayNames("en", { type: "region", style, fallback: "none" }),
  );
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    if (!isCountryCode(code)) continue;
    const names = tables.flatMap((table) => table.of(code) ?? []);
    for (const name of names) codes.set(fold(name), code);
    if (names.length > 0) codes.set(fold(code), code);
  }
  return codes;
}

function fold(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("’", "'")
    .replaceAll("&", "and")
    .trim()
    .toLowerCase();
}
