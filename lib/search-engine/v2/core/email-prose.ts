import type { Host } from "./email-host.ts";
import type { SignKind } from "./email-signs.ts";
import { isFederatedHost, isMailProvider, isPlace, isServiceHost } from "./email-sites.ts";

/** An address that is well formed, and the text in front of it. */
export interface Candidate {
  kind: SignKind;
  local: string;
  host: Host;
  before: string;
}

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** "ig@some.name" and "by@some.name" say whose handle follows. */
const HANDLE_LEADS = words("fb ig insta sc snap tt ttv tg yt by via w with ft feat follow and");
/** Never a mailbox: "live (at) some.site" tells where, not whom to write to. */
const NOT_A_NAME = words(`
  find here there live more out see streaming us you we it is are be watch videos look back up on off now
`);
const PRONOUNS = words("me us you we i he she it him her them they this that my myself your yourself our");
/** Mailboxes at a domain of one's own, and labels in front of a provider's. */
const LABELS = words(
  "email mail e-mail gmail contact business inquiries enquiries dm message address account",
);
const PLACE_WORDS = words(`
  am in write reach login sign log hit available only email dm message address account
  shop shopping store stream streams video follow join visit get buy read listen meet arrive work works
  working worked play playing show shows site website blog podcast music merch art prints photos pics
  tickets stuff link links online everything all good great best today tomorrow tonight start stay staying
  starting open order learn train study class classes
`);
/** "laugh at yourself dot com" */
const VERBS_WITH_AT = words(
  "aim laugh smile stare glance shout yell point throw excel bad better amazing expert",
);
const TITLES = words(`
  founder cofounder co-founder ceo cto cfo coo cmo vp president editor writer author host cohost co-host
  model designer developer engineer director producer manager owner creator artist photographer blogger
  vlogger coach student ambassador partner intern contributor columnist reporter journalist chef dj teacher
  trainer stylist makeup mua dancer singer actor actress athlete consultant marketer marketing sales lead
  head staff member team creative content streamer presenter anchor professor lecturer phd researcher
`);
const ROLES = words(
  "hello hi hey contact info business booking bookings collab collabs pr press team office",
);

/** Words in several languages behind which an address is announced. */
const ANNOUNCING = words(`
  mail mails email emails e-mail e-mails gmail contact contacts kontakt contato contacto contatti correo
  courriel iletişim почта почту почте пишите dm dms pr pro biz business booking bookings collab collabs
  colab colabs collaboration collaborations colaboraciones collaborazioni parcerias comercial publicidad
  anfragen współpraca сотрудничество реклама рекламы işbirliği endorse kerjasama promo promos promotion
  promotions inquiry inquiries enquiry enquiries mgmt management partnership partnerships sponsor sponsors
  sponsorship sponsorships press work info write reach message me us to or and by via is an unter para por
  par per na на at on here please pls now
`);
const LAST_WORD = /([\p{L}\p{M}-]+)[\t ]*$/u;
const STARTS_SEGMENT = /(?:^|[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\p{Nd}'’\t ])[\t ]*$/u;
const MAIL_CUE =
  /(?:[📧📩📨✉💌📬📮📪📫📭📥📤]|mail|contact|business|biz|book|inquir|enquir|collab|kontakt|correo)[^\n]{0,12}$/iu;

/** True where the candidate is prose, a handle, a place or a service, and no address of a creator. */
export function isProse(candidate: Candidate): boolean {
  const { kind, local, host, before } = candidate;
  if (isServiceHost(host.name) || isFile(host.name) || isTimeOrCode(local, host.name)) return true;
  if (HANDLE_LEADS.has(local)) return true;
  if (before.endsWith("@")) return isHandle(candidate);
  if (kind === "plain") return false;
  if (isMailProvider(host.name)) return isProseWithProvider(candidate);
  if (NOT_A_NAME.has(local) || isPlace(host.name)) return true;
  if (kind === "bracketed") return isOrdinaryWord(local) && !isAnnounced(candidate);
  if (kind === "spaced" || kind === "symbol") return true;
  if (isOrdinaryWord(local) || TITLES.has(local) || VERBS_WITH_AT.has(local)) return true;
  return PRONOUNS.has(host.name.split(".")[0] ?? "") || isLooseProse(candidate);
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
  return kind !== "bracketed" && (PLACE_WORDS.has(local) || isLooseProse(candidate));
}

/** A bare "at" needs a spelled dot too, and a loose sign a name that stands alone or is no word. */
function isLooseProse(candidate: Candidate): boolean {
  if (candidate.kind === "spelled" && !candidate.host.hasSpelledDot) return true;
  return !/[\d._]/.test(candidate.local) && !isAnnounced(candidate);
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

/** "open 7@8.pm"; "git@github.com:…" */
function isTimeOrCode(local: string, host: string): boolean {
  return /^\d{1,2}\.[ap]m$/.test(host) || (local === "git" && /^(?:github|gitlab|bitbucket)\./.test(host));
}
