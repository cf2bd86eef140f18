import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One file of the repository: `path` is relative to its root, with `/`; `text` is "" for data and binaries. */
export interface SourceFile {
  path: string;
  text: string;
}

const TEXT =
  /(?:\.(?:ts|tsx|mts|js|mjs|cjs|json|md|css|sql|ya?ml|toml|sh)|\.env\.example|\.gitignore|\.ci\/\w+)$/;
/** Recorded and generated data: listed, not read. */
const DATA = /^(?:sandbox\/data|tests\/fixtures|drizzle\/meta)\//;
const CODE = /\.(?:ts|tsx|mts)$/;

/** Every file that is or could be committed, sorted by path. */
export async function readSourceFiles(root: string): Promise<SourceFile[]> {
  const isIgnored = ignoreRules(await readFile(join(root, ".gitignore"), "utf8"));
  const paths = await list(root, "", isIgnored);
  return Promise.all(
    paths.sort().map(async (path) => ({
      path,
      text: TEXT.test(path) && !DATA.test(path) ? await readFile(join(root, path), "utf8") : "",
    })),
  );
}

/** The TypeScript files under the given folders. */
export function codeUnder(files: readonly SourceFile[], ...folders: string[]): SourceFile[] {
  return files.filter(
    (file) => CODE.test(file.path) && folders.some((folder) => file.path.startsWith(`${folder}/`)),
  );
}

/** `path:line rule`, the form in which every violation is reported. */
export function violation(file: SourceFile, index: number, rule: string): string {
  return `${file.path}:${file.text.slice(0, index).split("\n").length} ${rule}`;
}

/** The patterns that .gitignore here uses: `name/`, `*suffix` and plain names, at any depth. */
export function ignoreRules(text: string): (name: string, isDirectory: boolean) => boolean {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  return (name, isDirectory) =>
    name === ".git" ||
    lines.some((line) => {
      if (line.endsWith("/")) return isDirectory && line.replace(/^\/|\/$/g, "") === name;
      if (line.startsWith("*")) return name.endsWith(line.slice(1));
      return line.replace(/^\//, "") === name;
    });
}

async function list(
  root: string,
  folder: string,
  isIgnored: (name: string, isDirectory: boolean) => boolean,
): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter((entry) => !isIgnored(entry.name, entry.isDirectory()))
      .map((entry) => {
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) return list(root, path, isIgnored);
        return entry.isFile() ? [path] : [];
      }),
  );
  return nested.flat();
}
