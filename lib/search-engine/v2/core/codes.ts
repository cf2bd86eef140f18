/** Codes that the tables of names know beside those of countries: unions, islands without a code, tests. */
const NO_COUNTRIES = new Set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split(" "));

let regions: Intl.DisplayNames | undefined;
let languages: Intl.DisplayNames | undefined;

/** Whether it is an ISO 3166-1 alpha-2 code in use, in upper case. */
export function isCountryCode(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || NO_COUNTRIES.has(code)) return false;
  regions ??= new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  // A code that is no longer in use stands for another one.
  return new Intl.Locale(`und-${code}`).region === code && regions.of(code) !== undefined;
}

/** Whether it is an ISO 639-1 code in use, in lower case. */
export function isLanguageCode(code: string): boolean {
  if (!/^[a-z]{2}$/.test(code)) return false;
  languages ??= new Intl.DisplayNames("en", { type: "language", fallback: "none" });
  return new Intl.Locale(code).language === code && languages.of(code) !== undefined;
}

/** All country codes in use. */
export function countryCodes(): string[] {
  return letterPairs("ABCDEFGHIJKLMNOPQRSTUVWXYZ").filter(isCountryCode);
}

/** All language codes in use. */
export function languageCodes(): string[] {
  return letterPairs("abcdefghijklmnopqrstuvwxyz").filter(isLanguageCode);
}

function letterPairs(alphabet: string): string[] {
  return [...alphabet].flatMap((first) => [...alphabet].map((second) => first + second));
}
