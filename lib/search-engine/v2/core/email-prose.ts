import type { Host } from "./email-host.ts";
import type { SignKind } from "./email-signs.ts";
import { isFederatedHost, isMailProvider, isPlace, isServiceHost, type Sites } from "./email-sites.ts";
import {
  ANNOUNCING,
  HANDLE_LEADS,
  LABELS,
  NOT_A_NAME,
  NOT_A_SITE,
  PLACE_WORDS,
  PRONOUNS,
  ROLES,
  TITLES,
  UNREAD,
  VERBS_WITH_AT,
} from "./email-words.ts";

/** An address that is well formed, and the text around it. */
export interface Candidate {
  kind: SignKind;
  local: string;
  isCapitalised: boolean;
  host: Host;
  before: string;
  after: string;
}

const LAST_WORD = /([\p{L}\p{M}-]+)[\t ]*$/u;
const STARTS_SEGMENT = /(?:^|[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\p{Nd}'’\t ])[\t ]*$/u;
const ENDS_SEGMENT = /^[\t ]*(?:$|[^\p{L}\p{M}\p{Nd}\t /])/u;
const MAIL_CUE =
  /(?:[📧📩📨✉💌📬📮📪📫📭📥📤]|mail|contact|business|biz|book|inquir|enquir|collab|kontakt|correo)[^\n]{0,12}$/iu;
/** Directly in front, and nothing but a sign between: "Email: jane at …" but not "email me at …". */
const MAIL_LABEL =
  /(?:[📧📩📨✉💌📬📮📪📫📭📥📤][:=]?|(?<!\p{L})(?:e-?mails?|g?mail|contact[oe]?|contato|contatti|kontakt|correo|courriel|business|biz|inquiries|enquiries|collabs?|bookings?|pr|mgmt|management|почта)[\t ]?[:=→⇒➡>–-]{1,3})[\t ]{0,3}$/iu;
/** "jane.doe" and "j_doe", but not "p.m" and "ph.d". */
const COMPOUND_NAME = /^[a-z\d]+[._+][a-z\d._+-]{3,}$/;
const COMMON_TOP_LEVEL = /\.(?:com|net|org)$/;
/** "10% off: jane10 @ shop.com" */
const PROMO_CODE =
  /(?<!\p{L})(?:code|codes|código|off|discount|rabatt|promo|voucher|save)(?!\p{L})[^\n]{0,24}$|%[^\n]{0,24}$/iu;
const IN_COMMAND = /(?:^|[\s$>`])(?:ssh|scp|sftp|rsync|mosh)[\t ][^\n]*$/;
const REMOTE_PATH = /^:(?:[~/][\w.]|[\w./-]{1,60}\.git(?!\w))/;

/** True where the candidate is prose, a handle, a place or a service, and no address of a creator. */
export function isProse(candidate: Candidate, platformHosts: Sites): boolean {
  const { kind, local, host, before } = candidate;
  if (isServiceHost(host.name, platformHosts) || isFile(host.name) || isTimeOrCode(candidate)) return true;
  if (HANDLE_LEADS.has(local) || UNREAD.test(local)) return true;
  if (before.endsWith("@")) return isHandle(candidate);
  if (kind === "plain") return false;
  if (isMailProvider(host.name)) return isProseWithProvider(candidate);
  if (NOT_A_NAME.has(local) || isPlace(host.name)) return true;
  if (kind === "bracketed") return isOrdinaryWord(local) && !isAnnounced(candidate);
  if (kind === "symbol" || isOrdinaryWord(local) || TITLES.has(local) || VERBS_WITH_AT.has(local))
    return true;
  if (NOT_A_SITE.has(host.name.split(".")[0] ?? "") || PROMO_CODE.test(before)) return true;
  switch (kind) {
    case "joined":
      return !host.hasSpelledDot;
    case "lettered":
      return !isAnnounced(candidate);
    case "pictured":
      return LABELS.has(local) || ROLES.has(local) || !standsAlone(candidate);
    case "mention":
      return !(host.hasSpelledDot && standsAlone(candidate));
    case "spaced":
      return !isSpacedAddress(candidate);
    default:
      return isLooseProse(candidate);
  }
}

/** "@name@host" is a handle of the fediverse, unless something says that it is mail. */
function isHandle({ local, host, before }: Candidate): boolean {
  if (/[\p{L}\p{Nd}_@]@$/u.test(before) || isFederatedHost(host.name)) return true;
  const isRole = ROLES.has(local.split(/[._-]/)[0] ?? "");
  const isMail = isRole || local.includes("+") || isMailProvider(host.name);
  return !isMail && !MAIL_CUE.test(before.slice(-30, -1));
}

function isProseWithProvider(candidate: Candidate): boolean {
  const { kind, local } = candidate;
  if (PRONOUNS.has(local) || LABELS.has(local) || NOT_A_NAME.has(local)) return true;
  if (kind === "bracketed" || kind === "joined" || kind === "lettered") return false;
  return PLACE_WORDS.has(local) || isLooseProse(candidate);
}

/** A bare "at" needs a spelled dot or a label, and a loose sign a name that stands alone or is no word. */
function isLooseProse(candidate: Candidate): boolean {
  const { kind, local, host, before } = candidate;
  if (!host.hasSpelledDot && kind === "spelled") {
    return !(isMailProvider(host.name) && COMPOUND_NAME.test(local)) && !MAIL_LABEL.test(before);
  }
  if (!host.hasSpelledDot && kind === "worded") {
    return !isMailProvider(host.name) && !isSpacedAddress(candidate);
  }
  return !/[\d._]/.test(local) && !isAnnounced(candidate);
}

/** "jane @ site.com" is an address where more than the sign says so; else it tells where somebody is. */
function isSpacedAddress(candidate: Candidate): boolean {
  const { local, host, before } = candidate;
  if (COMPOUND_NAME.test(local) || MAIL_LABEL.test(before)) return true;
  if (host.hasSpelledDot || ROLES.has(local)) return isAnnounced(candidate);
  return COMMON_TOP_LEVEL.test(host.name) && standsAlone(candidate);
}

/** Nothing else in its segment of the line; a capital begins prose, and digits end the code for a shop. */
function standsAlone({ local, isCapitalised, before, after }: Candidate): boolean {
  const isWord = isCapitalised || local.length < 3 || /(?:\d|ing)$/.test(local);
  return !isWord && STARTS_SEGMENT.test(before) && ENDS_SEGMENT.test(after);
}

function isOrdinaryWord(local: string): boolean {
  return PRONOUNS.has(local) || PLACE_WORDS.has(local);
}

/** A name begins at the start of a line, behind a sign, or behind a word that announces an address. */
function isAnnounced({ before }: Candidate): boolean {
  const lastWord = LAST_WORD.exec(before)?.[1]?.toLowerCase() ?? "";
  return STARTS_SEGMENT.test(before) || ANNOUNCING.has(lastWord);
}

/** "image@2x.png", and the file types that are top-level domains too. */
function isFile(host: string): boolean {
  return /^\d(?:\.\d)?x\./.test(host) || /\.(?:zip|mov)$/.test(host);
}

/** "open 7@8.pm"; "git@github.com:…", "ssh me@host.dev", "me@host.dev:/srv" */
function isTimeOrCode({ local, host, before, after }: Candidate): boolean {
  if (/^\d{1,2}\.[ap]m$/.test(host.name)) return true;
  if (local === "git" && (/^(?:github|gitlab|bitbucket)\./.test(host.name) || after.startsWith(":")))
    return true;
  return IN_COMMAND.test(before) || REMOTE_PATH.test(after);
}
