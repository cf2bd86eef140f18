/** One replacement in one file of the tree. */
export interface Edit {
  file: string;
  /** Stands exactly once in the file. */
  from: string;
  to: string;
}

/** A guard taken away by a small patch, which the tests must notice. */
export interface Mutant {
  name: string;
  /** What the patch breaks, and the invariant that forbids it where there is one. */
  guard: string;
  edits: readonly Edit[];
  /** Test files that are expected to notice, below tests/; they run first. */
  killers: readonly string[];
}

/** A mutant of one file, in one place. */
export function mutant(
  name: string,
  guard: string,
  { file, from, to, killers }: Edit & { killers: readonly string[] },
): Mutant {
  return { name, guard, edits: [{ file, from, to }], killers };
}

/**
 * The files of a mutant with its edits made.
 * @throws Error that names mutant and file, where the text to be replaced is not there exactly once
 */
export function mutatedFiles(
  { name, edits }: Pick<Mutant, "name" | "edits">,
  textOf: (file: string) => string,
): Map<string, string> {
  const files = new Map<string, string>();
  for (const { file, from, to } of edits) {
    const text = files.get(file) ?? textOf(file);
    const count = text.split(from).length - 1;
    if (count !== 1) throw new Error(`${name}: ${file} has ${count} times, not once: ${from}`);
    files.set(
      file,
      text.replace(from, () => to),
    );
  }
  return files;
}
