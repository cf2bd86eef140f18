/** Keywords as people type or paste them: one a line, or with commas between. */
export function splitKeywords(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((keyword) => keyword.trim())
    .filter(Boolean);
}
