const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}])/u;

const TERMINAL_WIDTH_DEFAULT = 80;

/** Columns of a terminal; some say 0 where they do not know. */
export function terminalWidth(stream: { columns?: number }): number {
  return stream.columns || TERMINAL_WIDTH_DEFAULT;
}

/** Text of others as one line that cannot steer the terminal. */
export function plainLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, " ").trim();
}

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  return [...GRAPHEMES.segment(text)].reduce((sum, { segment }) => sum + graphemeWidth(segment), 0);
}

/** At most `width` columns, with an ellipsis where something was cut. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let used = 1;
  for (const { segment } of GRAPHEMES.segment(text)) {
    used += graphemeWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return width < 1 ? "" : `${kept}…`;
}

function graphemeWidth(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return /^\p{M}/u.test(grapheme) ? 0 : 1;
}
