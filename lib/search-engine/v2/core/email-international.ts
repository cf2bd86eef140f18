import type { Local } from "./email-local.ts";

const LENGTH_MAX = 64;
/** In scripts without spaces a longer run is more likely to have words glued in front. */
const LENGTH_WITHOUT_SPACES_MAX = 4;
const LOCAL = new RegExp(
  String.raw`(?<=(?<![\p{L}\p{M}\p{Nd}._+'’=&%/@…-])(?<local>[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}._+-]{0,${LENGTH_MAX - 1}}))`,
  "uy",
);
const MARKS = String.raw`\p{M}\p{Nd}._+\-`;
const scriptOnly = (...names: string[]): RegExp =>
  new RegExp(`^[${MARKS}${names.map((name) => `\\p{Script=${name}}`).join("")}]+$`, "u");
const WITH_SPACES = [
  "Latin",
  "Cyrillic",
  "Greek",
  "Arabic",
  "Hebrew",
  "Devanagari",
  "Armenian",
  "Georgian",
].map((name) => scriptOnly(name));
const WITHOUT_SPACES = [scriptOnly("Han", "Hiragana", "Katakana"), scriptOnly("Thai"), scriptOnly("Hangul")];

/**
 * A local part in letters beyond ASCII, in front of the "@" at `end`: only with a host in the same script. In
 * front of an ordinary host it is refused by most mail systems, and mostly a word or an accent too many.
 */
export function readInternationalLocal(text: string, end: number, host: string): Local | null {
  const site = host.slice(0, host.indexOf("."));
  if (/^[!-~]*$/.test(site)) return null;
  LOCAL.lastIndex = end;
  const written = LOCAL.exec(text)?.groups?.local;
  if (written === undefined || /\.(?:\.|$)/.test(written)) return null;
  const isWithin = (script: RegExp): boolean => script.test(written) && script.test(site);
  const isShort = written.length <= LENGTH_WITHOUT_SPACES_MAX;
  if (!WITH_SPACES.some(isWithin) && !(isShort && WITHOUT_SPACES.some(isWithin))) return null;
  return { name: written.toLowerCase(), start: end - written.length };
}
