import type { SourceFile } from "./files.ts";

const SOURCE = /^(app|lib|components|scripts|sandbox|tests)\/.*\.(?:ts|tsx|mts|js|mjs|css)$/;
const LINES_MAX = 300;
const TEST_LINES_MAX = 500;

/** A longer file has more than one reason to change. */
export function checkFileSize(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const folder = SOURCE.exec(file.path)?.[1];
    if (folder === undefined) return [];
    const linesMax = folder === "tests" ? TEST_LINES_MAX : LINES_MAX;
    const lines = file.text.replace(/\n$/, "").split("\n").length;
    return lines > linesMax ? [`${file.path}:${linesMax + 1} has ${lines} lines; at most ${linesMax}`] : [];
  });
}
