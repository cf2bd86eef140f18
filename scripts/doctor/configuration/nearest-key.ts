/** Letters that may differ, as a part of the key's length. */
const DIFFERENCE_MAX = 1 / 4;

/** The known key that this one is most likely meant to be, or null when it is like none. */
export function nearestKey(key: string, known: readonly string[]): string | null {
  let nearest: { key: string; distance: number } | null = null;
  for (const candidate of known) {
    const distance = editDistance(key.toUpperCase(), candidate);
    if (distance > Math.max(2, Math.floor(candidate.length * DIFFERENCE_MAX))) continue;
    if (nearest === null || distance < nearest.distance) nearest = { key: candidate, distance };
  }
  return nearest?.key ?? known.find((candidate) => isShortened(key.toUpperCase(), candidate)) ?? null;
}

/** Whether it leaves out words of the key, but not the first: OPENAI_KEY for OPENAI_API_KEY. */
function isShortened(key: string, candidate: string): boolean {
  const words = key.split("_");
  const whole = candidate.split("_");
  return words.length > 1 && words[0] === whole[0] && words.every((word) => whole.includes(word));
}

/** Letters to insert, remove or replace. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
