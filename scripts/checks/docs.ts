import { posix } from "node:path";
import { type SourceFile, violation } from "./files.ts";

const DOCUMENT = /^(?:README\.md|agent_docs\/[^/]+\.md)$/;
const CODE_SPAN = /```[\s\S]*?```|`([^`\n]+)`/g;
const LINK = /\]\((?![a-z]+:|#)([^)\s#]+)/g;
const FILE_NAME = /^\.?[\w.()[\]@-]+\.(?:ts|tsx|mjs|js|json|md|css|sql|sh|ya?ml|example)$/;
const PATH = /^\.?[\w.()[\]@-]+(?:\/[\w.()[\]@-]+)+\/?$|^\.?[\w-]+\/$/;
/** Made on the machine, so not in the repository. */
const NOT_COMMITTED = /^(?:\.data|\.next|\.bench|node_modules|test-results|\.git)\//;
const NOT_COMMITTED_FILES = new Set([".env", ".env.local", "next-env.d.ts"]);
const NPM_COMMANDS = new Set(["ci", "install", "i", "exec", "audit", "rebuild", "ls", "outdated", "run"]);

/** Every path and npm command that the documentation cites exists. */
export function checkDocs(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.flatMap(({ path }) => withFolders(path)));
  const names = new Set(files.map(({ path }) => posix.basename(path)));
  const folders = new Set(files.flatMap(({ path }) => (path.includes("/") ? [path.split("/")[0]] : [])));
  const scripts = npmScripts(files);
  const isMissing = (path: string) => {
    if (FILE_NAME.test(path)) return !names.has(path) && !NOT_COMMITTED_FILES.has(path);
    if (NOT_COMMITTED.test(path)) return false;
    const isOurs = folders.has(path.split("/")[0] ?? "") || FILE_NAME.test(posix.basename(path));
    return isOurs && !paths.has(path.replace(/\/$/, ""));
  };

  return files
    .filter((file) => DOCUMENT.test(file.path))
    .flatMap((file) => [
      ...[...file.text.matchAll(CODE_SPAN)].flatMap((span) => [
        ...citedPaths(span[1] ?? "")
          .filter(isMissing)
          .map((path) => violation(file, span.index, `cites ${path}, which does not exist`)),
        ...citedScripts(span[0])
          .filter(({ name }) => !scripts.has(name))
          .map(({ name, index }) =>
            violation(file, span.index + index, `cites npm script ${name}, which package.json does not have`),
          ),
      ]),
      ...[...file.text.matchAll(LINK)]
        .filter((link) => !paths.has(posix.join(posix.dirname(file.path), link[1] ?? "")))
        .map((link) => violation(file, link.index, `links to ${link[1]}, which does not exist`)),
    ]);
}

function citedPaths(span: string): string[] {
  return span
    .split(/[\s,]+/)
    .filter((word) => !/^\/|[<>*…{}]|\.\.\.|:\/\//.test(word))
    .map((word) => word.replace(/^#(?=\w)|^\.\//, "").replace(/(?::\d+(?:-\d+)?)?[.;:]?$/, ""))
    .filter((word) => FILE_NAME.test(word) || PATH.test(word));
}

function citedScripts(span: string): { name: string; index: number }[] {
  return [...span.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)(?![\w:<-])/g)]
    .filter((match) => match[0].startsWith("npm run ") || !NPM_COMMANDS.has(match[1] ?? ""))
    .map((match) => ({ name: match[1] ?? "", index: match.index }));
}

function npmScripts(files: readonly SourceFile[]): Set<string> {
  const manifest: { scripts?: Record<string, string> } = JSON.parse(
    files.find(({ path }) => path === "package.json")?.text ?? "{}",
  );
  return new Set(Object.keys(manifest.scripts ?? {}));
}

/** "a/b/c.ts" gives "a/b/c.ts", "a/b" and "a". */
function withFolders(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}
