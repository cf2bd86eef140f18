import { type ReadableText, sourceOf } from "./readable-text.ts";

/**
 * How the "@" of a would-be address is written, from the surest to the weakest:
 * `plain` "a@b.com", `bracketed` "a (at) b.com", `wide` "a ＠ b.com", `spelled` "a at b dot com",
 * `worded` "a arroba b.com" and "a AT b.com", `joined` "a_at_b_dot_com", `lettered` "a (a) b.com",
 * `spaced` "a @ b.com", `mention` "a @b.com", `pictured` "a📧b.com", `symbol` "a#b.com".
 */
export type SignKind =
  | "plain"
  | "bracketed"
  | "wide"
  | "spelled"
  | "worded"
  | "joined"
  | "lettered"
  | "spaced"
  | "mention"
  | "pictured"
  | "symbol";

export interface Sign {
  kind: SignKind;
  start: number;
  /** Exclusive. */
  end: number;
}

/** Never a line break: an address does not run over two lines. */
const GAP = "[\\t ]";
const OPEN = "[\\[({<*|~\"'“‘«‹【「『〔〈《]";
const CLOSE = "[\\])}>*|~\"'”’»›】」』〕〉》]";

const AT =
  "at|arroba|arobase?|chiocciola|apenstaartje|собака|равлик|małpa|malpa|ät|klammeraffe|snabel-?a|krøllalfa|" +
  "zavináč|zavinac|kukac|arond|παπάκι";
const AT_IN_BRACKETS = `@|${AT}|aet|et|ατ|эт|アットマーク|アット|あっと|골뱅이|艾特|圈a|آت|एट|แอท|שטרודל`;
/** Words without another meaning, in scripts without spaces. */
const AT_ALONE = "アットマーク|アット|あっと|골뱅이|艾特";
const DOT = "dot|punto|ponto|punkt|punt|point|pont|tečka|kropka|nokta|titik|точка|крапка|τελεία|נקודה|نقطة";
const DOT_ALONE = "ドット|どっと|닷|쩜";
/** "jane_at_site_dot_com", "janeATsiteDOTcom" */
const JOINED_AT = "_at_|-at-|(?-i:(?<=[a-z\\d])AT(?=[a-z\\d]))";
export const JOINED_DOT = "_dot_|-dot-|(?-i:(?<=[a-z\\d])DOT(?=[a-z\\d]))";

const inBrackets = (words: string): string =>
  `${GAP}{0,3}${OPEN}${GAP}{0,2}(?:${words})${GAP}{0,2}${CLOSE}${GAP}{0,3}` +
  `|${GAP}{1,3}-${GAP}?(?:${words})${GAP}?-${GAP}{1,3}`;
const alone = (words: string): string => `${GAP}{0,3}(?:${words})${GAP}{0,3}`;
const spaced = (words: string): string => `${GAP}{1,3}(?:${words})${GAP}{1,3}`;

/** Sources of expressions for the dot, for use with the flags i and u. */
export const BRACKETED_DOT = `(?:${inBrackets(`\\.|${DOT}|${DOT_ALONE}`)}|${alone(DOT_ALONE)})`;
export const SPELLED_DOT = `(?:${spaced(DOT)})`;
/** In a local part fewer words count: "contact point jane (at) …" is prose. */
export const SPELLED_DOT_IN_LOCAL = `(?:${spaced("dot|punto|ponto")})`;
export const SPELLED_UNDERSCORE = `(?:${inBrackets("_|underscore")}|${spaced("underscore")})`;
/** Loose dots count only where the whole is a known mail provider or ends in a common top level. */
export const LOOSE_DOT =
  `(?:${GAP}{1,3}[.,•·・。]${GAP}{1,3}|[.,•·・。]|${GAP}{1,3}\\.|\\.${GAP}{1,3}(?=com)` +
  `|${BRACKETED_DOT}|${SPELLED_DOT})`;

/** Known for an "@" by themselves; the others only where the text says so. */
const USUAL_SYMBOLS = "★☆◎#";
const SYMBOLS = "★☆◎○●■□◆◇▲△▼▽♪♥♡❤※#$%&*!";
/** "★を@に変えてください", "# → @", "把#换成@", "replace * with @" */
const NOTE = new RegExp(
  `(?<symbol>[${SYMBOLS}])\\s?(?:を|は|→|⇒|➡|[-=]?>|=|换成|換成|改成|改為|改为|替换为|to|with|by)\\s?["'“「『（(]?@(?![a-z\\d_])`,
  "giu",
);

const SIGN = new RegExp(
  `(?<bracketed>${inBrackets(AT_IN_BRACKETS)}|${alone(AT_ALONE)})|(?<spelled>${spaced(AT)})|(?<joined>${JOINED_AT})` +
    `|(?<lettered>${GAP}?[(\\[{][aà][)\\]}]${GAP}?)|(?<pictured>[📧📩📨✉💌])|(?<symbol>[${SYMBOLS}])|${GAP}{0,3}@${GAP}{0,3}`,
  "giu",
);
const WIDE = /^\s+[＠﹫]\s+$/u;

/** Everything in a text that may stand for "@", in order. */
export function* findSigns(readable: ReadableText): Generator<Sign> {
  const agreed = new Set([...readable.text.matchAll(NOTE)].map((match) => match.groups?.symbol));
  for (const match of readable.text.matchAll(SIGN)) {
    const start = match.index;
    const end = start + match[0].length;
    const symbol = match.groups?.symbol;
    if (symbol !== undefined && !agreed.has(symbol) && !USUAL_SYMBOLS.includes(symbol)) continue;
    const kind = symbol !== undefined && agreed.has(symbol) ? "bracketed" : kindOf(match);
    const isWide = kind === "spaced" && WIDE.test(sourceOf(readable, start, end));
    yield { kind: isWide ? "wide" : kind, start, end };
  }
}

function kindOf(match: RegExpExecArray): SignKind {
  const { bracketed, spelled, joined, lettered, pictured, symbol } = match.groups ?? {};
  if (bracketed !== undefined) return "bracketed";
  if (spelled !== undefined) return /^(?:at|At)$/.test(spelled.trim()) ? "spelled" : "worded";
  if (joined !== undefined) return "joined";
  if (lettered !== undefined) return /\s/.test(lettered) ? "lettered" : "bracketed";
  if (pictured !== undefined) return "pictured";
  if (symbol !== undefined) return "symbol";
  if (match[0] === "@") return "plain";
  return match[0].endsWith("@") ? "mention" : "spaced";
}
