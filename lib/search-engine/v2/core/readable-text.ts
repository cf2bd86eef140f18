/** A text as a reader sees it, and for each of its UTF-16 units the range of the original it stands for. */
export interface ReadableText {
  text: string;
  original: string;
  starts: number[];
  ends: number[];
}

const CLUSTER = /[\s\S]\p{M}*/gu;
const INVISIBLE = /\p{Cf}|\uFE0E|\uFE0F/gu;
/** Folding these would glue letters, digits or dots to their neighbours: "…" to "...", "™" to "TM", "①" to "1". */
const KEPT_AS_WRITTEN = /[…‥™℠℡²³¹¼-¾\u2070-\u209C\u2150-\u218F①-⒵⓪-⓿]/u;

/** Folds compatibility forms (NFKC) and drops zero-width characters and soft hyphens. */
export function readableText(original: string): ReadableText {
  const readable: ReadableText = { text: "", original, starts: [], ends: [] };
  for (const { 0: cluster, index } of original.matchAll(CLUSTER)) {
    const visible = cluster.replace(INVISIBLE, "");
    const folded = KEPT_AS_WRITTEN.test(visible) ? visible : visible.normalize("NFKC");
    readable.text += folded;
    for (let unit = 0; unit < folded.length; unit += 1) {
      readable.starts.push(index);
      readable.ends.push(index + cluster.length);
    }
  }
  return readable;
}

/** The stretch of the original behind `start` to `end` (exclusive) of the readable text. */
export function sourceOf(readable: ReadableText, start: number, end: number): string {
  return readable.original.slice(readable.starts[start], readable.ends[end - 1]);
}
