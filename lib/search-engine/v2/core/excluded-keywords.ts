/** Written without spaces between words, or with endings glued to them: there, a part of a run counts as found. */
const UNSPACED =
  "\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}";
const WORD = "\\p{L}\\p{M}\\p{N}";
const SPACED_WORD = `(?:(?![${UNSPACED}])[${WORD}])`;
const STARTS_SPACED = new RegExp(`^${SPACED_WORD}`, "u");
const ENDS_SPACED = new RegExp(`${SPACED_WORD}$`, "u");

interface Excluded {
  keyword: string;
  pattern: RegExp;
  /** Without the sign of a hashtag or a handle, which the tags come without. */
  tagPattern: RegExp;
  /** As a hashtag or a handle writes it. */
  glued: string;
}

const compiled = new WeakMap<readonly string[], Excluded[]>();

/**
 * The first of the keywords that a text contains as whole words, however it is written (NFKC, case-folded), or
 * that a tag is: "online casino" is #OnlineCasino. Null where there is none.
 */
export function findExcluded(
  keywords: readonly string[],
  texts: readonly string[],
  tags: readonly string[],
): string | null {
  const folded = texts.map(fold);
  const foldedTags = tags.map(fold);
  const found = compile(keywords).find(
    ({ pattern, tagPattern, glued }) =>
      folded.some((text) => pattern.test(text)) ||
      foldedTags.some((tag) => tag === glued || tagPattern.test(tag)),
  );
  return found?.keyword ?? null;
}

function compile(keywords: readonly string[]): Excluded[] {
  const known = compiled.get(keywords);
  if (known) return known;
  const made = keywords.map((keyword) => {
    const words = fold(keyword).trim().split(/\s+/);
    const bare = fold(keyword)
      .trim()
      .replace(/^[#@]\s*(?=\S)/, "")
      .split(/\s+/);
    return { keyword, pattern: wholeWords(words), tagPattern: wholeWords(bare), glued: bare.join("") };
  });
  compiled.set(keywords, made);
  return made;
}

function wholeWords(words: readonly string[]): RegExp {
  const start = STARTS_SPACED.test(words[0] ?? "") ? `(?<!${SPACED_WORD})` : "";
  const end = ENDS_SPACED.test(words.at(-1) ?? "") ? `(?!${SPACED_WORD})` : "";
  return new RegExp(start + words.map(escapeRegExp).join("\\s+") + end, "u");
}

/** Upper case first: only then are "ß" and "ss", or the forms of sigma, one. A dotted capital I leaves its dot behind. */
function fold(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/\p{Cf}|[\uFE00-\uFE0F]/gu, "")
    .toUpperCase()
    .toLowerCase()
    .replaceAll("i\u0307", "i")
    .replaceAll("ς", "σ");
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
