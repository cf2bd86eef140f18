const LINK = /https?:\/\/\S+|\bwww\.\S+/giu;
const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+/gu;
const MENTION_OR_HASHTAG = /[@#][\p{L}\p{M}\p{N}_.]+/gu;
const HOST = /(?<![\p{L}\p{N}])[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]{2,})+(?:\/\S*)?/gu;
/** Where one thought ends: people write one bio in two languages, and captions in a third. */
const BOUNDARY =
  /[\n\r|•·/]|\p{Extended_Pictographic}|\p{Regional_Indicator}|[.!?…。！？]+(?=\s|$)|\s[-–—]\s/u;
const NO_TEXT = /(?:[^\p{L}\p{M}'’-]|\uFE0F)+/gu;
/** Scripts in which a sign says as much as several letters of an alphabet. */
const DENSE = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}]/gu;
const DENSE_WEIGHT = 3;

/** The stretches of prose in texts, each once, in lower case: no hashtags, mentions, links, e-mails or emoji. */
export function prosePieces(texts: readonly string[]): string[] {
  const pieces = texts.flatMap((text) =>
    text
      .normalize("NFKC")
      .replace(LINK, "\n")
      .replace(EMAIL, "\n")
      .replace(MENTION_OR_HASHTAG, "\n")
      .replace(HOST, "\n")
      .split(BOUNDARY)
      .map((piece) => piece.replace(NO_TEXT, " ").trim().toLowerCase()),
  );
  return [...new Set(pieces)].filter(Boolean);
}

/** Letters of the piece; those of dense scripts count for several. */
export function weightOf(piece: string): number {
  const letters = piece.match(/\p{L}/gu)?.length ?? 0;
  return letters + (DENSE_WEIGHT - 1) * (piece.match(DENSE)?.length ?? 0);
}
