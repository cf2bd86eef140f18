import { BRACKETED_DOT, JOINED_DOT, LOOSE_DOT, SPELLED_DOT } from "./email-signs.ts";
import { isMailProvider } from "./email-sites.ts";
import { TOP_LEVEL_DOMAINS } from "./email-top-level-domains.ts";

export interface Host {
  /** Lower case, in letters as written: "münchen.de" stays so. */
  name: string;
  /** Exclusive. */
  end: number;
  /** True where a dot was written as a word or in brackets. */
  hasSpelledDot: boolean;
}

type Dot = "plain" | "bracketed" | "spelled";

interface Label {
  text: string;
  end: number;
  /** The dot in front; null for the first label. */
  dot: Dot | null;
}

const LABELS_MAX = 10;
const HOST_LENGTH_MAX = 253;
const LABEL = /[\p{L}\p{M}\p{Nd}_-]{1,64}/uy;
const JOINED_LABEL = new RegExp(`(?:(?!${JOINED_DOT})[\\p{L}\\p{M}\\p{Nd}_-]){1,64}`, "iuy");
/** Where a text in a script without spaces begins behind ASCII, the label has ended: "example.comまで". */
const ASCII_BEFORE_OTHER_SCRIPT =
  /^[a-z0-9-]+(?=(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{L})/iu;
/** A line break was lost: "example.comBusiness". */
const BEFORE_CAPITAL = /^(?:com|net|org)(?=\p{Lu}\p{L})/u;
/** Letters of two scripts in one label imitate another label. */
const ONE_SCRIPT =
  /^(?:[\p{Script=Latin}\p{M}\d-]+|[\p{Script=Cyrillic}\p{M}\d-]+|[\p{Script=Greek}\p{M}\d-]+|[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}_]+)$/u;

const NEXT_LABEL = String.raw`(?=[\p{L}\p{Nd}])`;
const DOTS: readonly (readonly [Dot, RegExp])[] = [
  ["plain", new RegExp(`\\.${NEXT_LABEL}`, "uy")],
  ["bracketed", new RegExp(`${BRACKETED_DOT}${NEXT_LABEL}`, "iuy")],
  ["spelled", new RegExp(`(?:${SPELLED_DOT}|[。])${NEXT_LABEL}`, "iuy")],
];
const JOINED_DOTS: typeof DOTS = [["spelled", new RegExp(`(?:${JOINED_DOT})${NEXT_LABEL}`, "iuy")], ...DOTS];
/** What "site . com" and "site,com" can mean at anybody's host; "site • com" is a list. */
const COMMON_TOP_LEVEL = /^(?:com|net|org)$|^(?:com?|org|net)\.[a-z]{2}$/;
const LIST = /^\s+[^.\p{L}\s]+\s+$/u;
const LOOSE_HOST = new RegExp(
  `(?<name>[a-z0-9][a-z0-9-]{0,60}[a-z0-9])(?<dot>${LOOSE_DOT})(?<top>[a-z]{2,3})(?![\\p{L}\\p{Nd}_-])` +
    `(?:${LOOSE_DOT}(?<country>[a-z]{2})(?![\\p{L}\\p{Nd}_-]))?`,
  "diuy",
);

/**
 * The host that begins at `start`, or null where none does or it ends in no top-level domain. In a joined one
 * "_dot_" and "DOT" within a word are dots.
 */
export function readHost(text: string, start: number, isJoined: boolean): Host | null {
  const labels = readLabels(text, start, isJoined);
  const kept = labels.slice(0, wholeHostLength(labels));
  const last = kept.at(-1);
  if (!last || !kept.every(isValidLabel)) return null;
  const name = nameOf(kept);
  if (name.length > HOST_LENGTH_MAX) return null;
  return { name, end: last.end, hasSpelledDot: kept.some(({ dot }) => dot !== null && dot !== "plain") };
}

/** A mail provider's host, or a common one, with dots written freely, as in "gmail . com" or "mail,ru". */
export function readLooseHost(text: string, start: number): Host | null {
  LOOSE_HOST.lastIndex = start;
  const match = LOOSE_HOST.exec(text);
  const { name = "", dot = "", top = "", country } = match?.groups ?? {};
  const endOf = (group: string): number => match?.indices?.groups?.[group]?.[1] ?? start;
  const hasSpelledDot = /[\p{L}\s([]/u.test(dot);
  const isHost = (top: string): boolean =>
    isMailProvider(`${name}.${top}`.toLowerCase()) ||
    (dot !== "." && !LIST.test(dot) && COMMON_TOP_LEVEL.test(top.toLowerCase()));
  const withCountry = `${top}.${country}`;
  if (country && isHost(withCountry)) {
    return { name: `${name}.${withCountry}`.toLowerCase(), end: endOf("country"), hasSpelledDot };
  }
  return isHost(top) ? { name: `${name}.${top}`.toLowerCase(), end: endOf("top"), hasSpelledDot } : null;
}

function readLabels(text: string, start: number, isJoined: boolean): Label[] {
  const expression = isJoined ? JOINED_LABEL : LABEL;
  const dots = isJoined ? JOINED_DOTS : DOTS;
  const labels: Label[] = [];
  let position = start;
  let dot: Dot | null = null;
  while (labels.length < LABELS_MAX) {
    expression.lastIndex = position;
    const run = expression.exec(text)?.[0];
    if (run === undefined) break;
    const glued = ASCII_BEFORE_OTHER_SCRIPT.exec(run) ?? (dot && BEFORE_CAPITAL.exec(run));
    const label = (glued?.[0] ?? run).replace(/[-_]+$/, "");
    labels.push({ text: label, end: position + label.length, dot });
    if (label.length < run.length) break;
    const next = dotAt(text, position + run.length, labels, dots);
    if (!next) break;
    [dot, position] = next;
  }
  return labels;
}

/** Behind a whole host a spelled dot is prose, unless the host has been spelled so far. */
function dotAt(text: string, position: number, labels: Label[], dots: typeof DOTS): [Dot, number] | null {
  for (const [dot, expression] of dots) {
    expression.lastIndex = position;
    const length = expression.exec(text)?.[0].length;
    if (length === undefined) continue;
    const last = labels.at(-1);
    const isWhole = labels.length > 1 && isTopLevel(last);
    if (dot === "spelled" && isWhole && last?.dot !== "spelled") return null;
    return [dot, position + length];
  }
  return null;
}

/** How many of the labels are the host; 0 where they are none. */
function wholeHostLength(labels: Label[]): number {
  for (let length = 2; length < labels.length; length += 1) {
    if (isTopLevel(labels[length - 1]) && startsSentence(labels, length)) return length;
  }
  if (labels.length > 1 && isTopLevel(labels.at(-1))) return labels.length;
  for (let length = labels.length - 1; length > 1; length -= 1) {
    if (isTopLevel(labels[length - 1]) && mayEndBefore(labels, length)) return length;
  }
  return 0;
}

/** "jane@example.com.In Paris": the capital begins a sentence, though "in" is a top-level domain. */
function startsSentence(labels: Label[], index: number): boolean {
  const isLast = index === labels.length - 1;
  const word = labels[index]?.text ?? "";
  return isLast && /^\p{Lu}/u.test(word) && !labels.slice(0, index).some(({ text }) => /\p{Lu}/u.test(text));
}

function mayEndBefore(labels: Label[], index: number): boolean {
  const next = labels[index];
  const host = nameOf(labels.slice(0, index));
  const changesScript = isAscii(host) && !isAscii(next?.text ?? "");
  return next?.dot !== "plain" || changesScript || isMailProvider(host);
}

function isTopLevel(label: Label | undefined): boolean {
  const text = label?.text.toLowerCase() ?? "";
  return TOP_LEVEL_DOMAINS.has(isAscii(text) ? text : toAsciiLabel(text));
}

function toAsciiLabel(label: string): string {
  return URL.canParse(`http://${label}`) ? new URL(`http://${label}`).hostname : "";
}

function isValidLabel({ text }: Label): boolean {
  return text.length > 0 && text.length <= 63 && !text.startsWith("-") && ONE_SCRIPT.test(text);
}

const isAscii = (text: string): boolean => /^[!-~]*$/.test(text);
const nameOf = (labels: Label[]): string =>
  labels
    .map(({ text }) => text)
    .join(".")
    .toLowerCase();
