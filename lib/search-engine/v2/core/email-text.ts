import { type ReadableText, readableText } from "./readable-text.ts";

/** ASCII runs need no folding; a letter goes with the marks behind it, "&" and "%" may begin an escape. */
const TOKEN = new RegExp(
  [
    String.raw`&(?:#(?<decimal>\d{2,6})|#x(?<hexadecimal>[\da-f]{2,5})|(?<name>[a-z]{2,6}));`,
    String.raw`%(?<octet>40|[\da-f]{2}(?<=mailto:[^\s<>"]{0,80}))`,
    String.raw`(?<ascii>[\0-$'-\x7F]+(?!\p{M})|[%&](?!\p{M}))`,
    String.raw`(?<other>(?:[^\0-\x7F]|[\0-\x7F](?=\p{M}))+)`,
  ].join("|"),
  "giu",
);

const ENTITIES = new Map(
  Object.entries({
    ...{ commat: "@", period: ".", lowbar: "_", plus: "+", colon: ":", amp: "&", quot: '"', nbsp: " " },
    ...{ lt: "<", gt: ">", lpar: "(", rpar: ")", lsqb: "[", rsqb: "]", lbrack: "[", rbrack: "]" },
  }),
);

const INVISIBLE = /\p{Cf}|[\uFE0E\uFE0F]/u;
const SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡxʏᴢ";
/** Alone these are ornaments, and folding would glue a letter to the address behind them: "ⓘ", "№". */
const FANCY = /(?<small>[ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯǫʀꜱᴛᴜᴠᴡʏᴢ])|(?<![Ⓐ-ⓩ])[Ⓐ-ⓩ](?![Ⓐ-ⓩ])|[ªº№℮]/gu;

/**
 * A text as a mail address in it is read: HTML entities, "%40" and the escapes of a "mailto:" decoded, letter
 * look-alikes of the decorative kinds folded, zero-width characters dropped.
 */
export function emailText(original: string): ReadableText {
  const result: ReadableText = { text: "", original, starts: [], ends: [] };
  for (const match of original.matchAll(TOKEN)) {
    const { ascii, other } = match.groups ?? {};
    if (ascii !== undefined) appendVerbatim(result, ascii, match.index);
    else if (other !== undefined) appendFolded(result, other, match.index);
    else appendDecoded(result, match);
  }
  return result;
}

function appendVerbatim(result: ReadableText, text: string, offset: number): void {
  result.text += text;
  for (let unit = 0; unit < text.length; unit += 1) {
    result.starts.push(offset + unit);
    result.ends.push(offset + unit + 1);
  }
}

function appendFolded(result: ReadableText, text: string, offset: number): void {
  const plain = text.replace(FANCY, plainLetter);
  if (plain.normalize("NFKC") === plain && !INVISIBLE.test(plain)) {
    appendVerbatim(result, plain, offset);
    return;
  }
  const folded = readableText(plain);
  result.text += folded.text;
  for (const start of folded.starts) result.starts.push(offset + start);
  for (const end of folded.ends) result.ends.push(offset + end);
}

/** Always one unit long, so that positions hold. */
function plainLetter(letter: string, small: string | undefined): string {
  if (small === undefined) return "•";
  const index = SMALL_CAPITALS.indexOf(letter);
  return index < 0 ? "q" : String.fromCharCode(97 + index);
}

function appendDecoded(result: ReadableText, match: RegExpExecArray): void {
  const text = readableText(decode(match)).text;
  result.text += text;
  for (let unit = 0; unit < text.length; unit += 1) {
    result.starts.push(match.index);
    result.ends.push(match.index + match[0].length);
  }
}

function decode(match: RegExpExecArray): string {
  const { decimal, hexadecimal, name, octet } = match.groups ?? {};
  if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
  if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
  if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? match[0];
  return octet === undefined ? match[0] : String.fromCharCode(Number.parseInt(octet, 16));
}
