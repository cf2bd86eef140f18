import { codeUnder, type SourceFile, violation } from "./files.ts";
import { type Import, importsOf } from "./imports.ts";

const ADAPTERS = "lib/search-engine/v2/adapters";
const CORE = "lib/search-engine/v2/core";
const RULE =
  "adapters import only each other, zod, lib/env.ts, and files of core that import nothing further";

/** Adapters know nothing of the database, the queue, the workers or Next, not even through a helper. */
export function checkAdapterImports(files: readonly SourceFile[]): string[] {
  const importsByPath = new Map(codeUnder(files, CORE).map((file) => [file.path, importsOf(file)]));
  const isPure = (path: string, seen: readonly string[] = []): boolean =>
    seen.includes(path) ||
    (importsByPath
      .get(path)
      ?.every((target) =>
        target.path === null ? target.specifier === "zod" : isPure(target.path, [...seen, path]),
      ) ??
      false);
  const isAllowed = ({ specifier, path }: Import) =>
    path === null
      ? specifier === "zod"
      : path.startsWith(`${ADAPTERS}/`) || path === "lib/env.ts" || isPure(path);

  return codeUnder(files, ADAPTERS).flatMap((file) =>
    importsOf(file)
      .filter((target) => !isAllowed(target))
      .map((target) => violation(file, target.index, `imports "${target.specifier}": ${RULE}`)),
  );
}
