import { BRACKETED_DOT, type Sign, SPELLED_DOT_IN_LOCAL, SPELLED_UNDERSCORE } from "./email-signs.ts";

export interface Local {
  /** Lower case. */
  name: string;
  start: number;
}

const LENGTH_MAX = 64;
const CONTEXT_LENGTH = 300;
const AFTER_WORD = "(?<=[a-z0-9_+-])";
const localBefore = (marks: string[]): RegExp =>
  new RegExp(
    `(?<=(?<local>(?:[a-z0-9_+.-]|${AFTER_WORD}(?:${marks.join("|")})){1,${LENGTH_MAX + 2}}))`,
    "iuy",
  );
const PLAIN = localBefore([BRACKETED_DOT, String.raw`[\t ]{1,3}dot[\t ]{1,3}`]);
const OBFUSCATED = localBefore([BRACKETED_DOT, SPELLED_DOT_IN_LOCAL, SPELLED_UNDERSCORE]);

const ANY_UNDERSCORE = new RegExp(SPELLED_UNDERSCORE, "giu");
const ANY_DOT = new RegExp(`${BRACKETED_DOT}|${SPELLED_DOT_IN_LOCAL}`, "giu");
/** A hyphen at the end belongs to a mention: "ex-@site.com". */
const VALID = /^[a-z0-9_](?:[a-z0-9_+-]|\.(?=[a-z0-9_+-]))*(?<![+-])$/;

const WORD = String.raw`[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}][\p{Mn}\p{Mc}]*`;
/** What stands before a match that is only the end of a longer name, word, path or query. */
const CUT_OFF = new RegExp(`(?:${WORD}|[.…%$#]|(?:${WORD}|[_.])(?:['’=&]+|/))[+-]*$`, "u");
/** "jane . doe @ site . com" */
const LOOSE_CUT_OFF = /[a-z0-9][\t ]+\.[\t ]*$/i;
/** "Email=jane@…" and "DM/jane@…" are no query and no path. */
const LABELLED = /(?:^|[\s|•·,:([])(?:e-?mail|g?mail|contact|business|biz|collabs?|booking|dm|pr)[=/]$/iu;
/** "o'brien", "d'anna": one letter in front of the apostrophe, and nothing that it is the end of. */
const INITIAL = /(?<![\p{L}\p{M}\p{Nd}._+'’=&%/…@-])([a-z])['’]$/iu;
const IN_URL = /^[\w.:~%!$&*+=/?#@'-]*$/;

/**
 * The local part that ends where the sign begins, or null. A name that may continue to the left in characters
 * outside of the set (letters with accents, apostrophes, "/", "=") is none: half a name is another person's.
 */
export function readLocal(text: string, sign: Sign, previousEnd: number): Local | null {
  const local = readRun(text, sign);
  if (!local || local.start < previousEnd) return null;
  const { name, start } = withInitial(text, local, previousEnd);
  const before = text.slice(Math.max(0, start - CONTEXT_LENGTH), start);
  if ((sign.kind === "spaced" || sign.kind === "mention") && LOOSE_CUT_OFF.test(before.slice(-8)))
    return null;
  return isWhole(before, start - previousEnd) ? { name, start } : null;
}

function readRun(text: string, sign: Sign): Local | null {
  const expression = sign.kind === "plain" ? PLAIN : OBFUSCATED;
  expression.lastIndex = sign.start;
  const written = (expression.exec(text)?.groups?.local ?? "").replace(/^[+-]+/, "");
  const name = written.replace(ANY_UNDERSCORE, "_").replace(ANY_DOT, ".").toLowerCase();
  if (name.length > LENGTH_MAX || !VALID.test(name)) return null;
  return { name, start: sign.start - written.length };
}

function withInitial(text: string, local: Local, previousEnd: number): Local {
  const initial = INITIAL.exec(text.slice(Math.max(0, previousEnd, local.start - 3), local.start))?.[1];
  if (initial === undefined) return local;
  return { name: `${initial.toLowerCase()}'${local.name}`, start: local.start - 2 };
}

/** "first@site.com/second@site.com": the slash ends an address there, and cuts none off. */
function isWhole(before: string, distanceToPrevious: number): boolean {
  if (distanceToPrevious === 1) return true;
  if (CUT_OFF.test(before.slice(-16)) && !LABELLED.test(before.slice(-16))) return false;
  const scheme = before.lastIndexOf("://");
  return scheme < 0 || before.endsWith("mailto://") || !IN_URL.test(before.slice(scheme));
}
