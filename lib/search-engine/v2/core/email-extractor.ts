import { readableText, sourceOf } from "./readable-text.ts";
import type { Email } from "./types.ts";

const LOCAL = String.raw`[a-z0-9_](?:[a-z0-9_+-]|\.(?=[a-z0-9_+-])){0,63}`;
const BRACKET_AT = String.raw`\s{0,3}[[({<]\s{0,2}(?:at|@)\s{0,2}[\])}>]\s{0,3}`;
const BRACKET_DOT = String.raw`\s{0,3}[[({<]\s{0,2}(?:dot|\.)\s{0,2}[\])}>]\s{0,3}`;
const SPELLED_DOT = String.raw`\s{1,3}dot\s{1,3}`;
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const TOP_LEVEL = "(?:xn--[a-z0-9-]{2,59}|[a-z]{2,24})";

const domain = (dot: string) => String.raw`(?:${LABEL}(?:\.|${dot})){1,6}${TOP_LEVEL}`;
/** A dot spelled without brackets counts only behind a bracketed sign: elsewhere it is prose. */
const ADDRESS = new RegExp(
  `(?<local>${LOCAL})(?:@(?<plain>${domain(BRACKET_DOT)})|${BRACKET_AT}` +
    `(?<spelled>${domain(`${BRACKET_DOT}|${SPELLED_DOT}`)}))(?![a-z0-9_@])`,
  "giu",
);
const ANY_SPELLED_DOT = new RegExp(`${BRACKET_DOT}|${SPELLED_DOT}`, "giu");

/** What stands before a match that is only the end of a longer word, path or query. */
const CUT_OFF_BEFORE = /[\p{L}\p{Nd}\p{Mn}\p{Mc}'’/=.%&…](?:[+-]*|@)$/u;
/** What follows when the domain goes on in letters that it cannot hold, or the text was truncated in it. */
const CUT_OFF_AFTER =
  /^[a-z0-9_.-]*(?:[…@\p{Nd}]|\.{3}\s*$|(?![a-z])[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])|^[.-]*[a-z0-9_]/iu;

const FILE_EXTENSIONS = new Set(
  "avif bmp css gif heic htm html ico jpeg jpg js json mov mp3 mp4 pdf php png svg txt webm webp zip".split(
    " ",
  ),
);
/** "ig@some.name" says where a handle lives. */
const NETWORK_SHORTHANDS = new Set(["fb", "ig", "insta", "sc", "snap", "tt", "yt"]);
/** "@name@host.social" is a handle there; with another host the leading sign is decoration. */
const FEDERATED_HOSTS =
  /(?:^|\.)(?:mastodon|mstdn|fosstodon|hachyderm|pixelfed|misskey|lemmy|threads|bsky)\.|\.(?:social|exchange)$/;
/** "live (at) some.site" tells where, not whom to write to. */
const PLACE_WORDS = new Set("find here live me more out see shop streaming us videos watch".split(" "));
const PLACES =
  /^(?:www\.)?(?:twitch\.tv|linktr\.ee|(?:facebook|patreon|snapchat|threads|twitter|x)\.(?:com|net))$/;

/**
 * The e-mail addresses in a text, each once, in the order of their appearance. Knows plain addresses and the
 * bracketed forms "name (at) site (dot) com". What may be part of something longer is left out: a wrong
 * address is worse than none.
 */
export function extractEmails(text: string, source: Email["source"]): Email[] {
  const readable = readableText(text);
  const found = new Map<string, Email>();
  let previousEnd = -1;
  for (const match of readable.text.matchAll(ADDRESS)) {
    const end = match.index + match[0].length;
    const before = readable.text.slice(0, match.index);
    // "first@site.com/second@site.com": the slash ends an address here, and cuts none off.
    const followsAddress = previousEnd === match.index - 1 && before.endsWith("/");
    if (!followsAddress && CUT_OFF_BEFORE.test(before.slice(-8))) continue;
    if (CUT_OFF_AFTER.test(readable.text.slice(end))) continue;
    const address = toAddress(match.groups, before.endsWith("@"));
    if (!address) continue;
    previousEnd = end;
    if (!found.has(address)) {
      found.set(address, { address, source, original: sourceOf(readable, match.index, end) });
    }
  }
  return [...found.values()];
}

function toAddress(groups: Record<string, string> | undefined, followsSign: boolean): string | null {
  const { local = "", plain, spelled } = groups ?? {};
  const name = local.toLowerCase();
  const host = (plain ?? spelled ?? "").replace(ANY_SPELLED_DOT, ".").toLowerCase();
  const topLevel = host.slice(host.lastIndexOf(".") + 1);
  if (host.length > 253 || FILE_EXTENSIONS.has(topLevel)) return null;
  if (NETWORK_SHORTHANDS.has(name) || (followsSign && FEDERATED_HOSTS.test(host))) return null;
  if (spelled && (PLACE_WORDS.has(name) || PLACES.test(host))) return null;
  return `${name}@${host}`;
}
