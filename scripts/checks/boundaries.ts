import { codeUnder, type SourceFile, violation } from "./files.ts";
import { type Import, importsOf } from "./imports.ts";

interface Boundary {
  folder: string;
  isAllowed: (target: Import) => boolean;
  rule: string;
}

const SHARED_SHAPES = "lib/search-engine/types.ts";

const isUnder = (target: Import, ...folders: string[]) =>
  folders.some((folder) => target.path?.startsWith(`${folder}/`));

const isPackage = (target: Import, ...names: string[]) =>
  target.path === null &&
  names.some((name) => target.specifier === name || target.specifier.startsWith(`${name}/`));

const outsideProduct = (folder: string): Boundary => ({
  folder,
  isAllowed: (target) => !isUnder(target, "sandbox", "tests", "scripts"),
  rule: `${folder} imports nothing from sandbox, tests or scripts`,
});

const BOUNDARIES: readonly Boundary[] = [
  ...["app", "lib", "components"].map(outsideProduct),
  {
    folder: "app",
    isAllowed: (target) =>
      !isUnder(target, "lib") ||
      [SHARED_SHAPES, "lib/errors.ts", "lib/env.ts"].includes(target.path ?? "") ||
      /^lib\/[^/]+\/index\.ts$/.test(target.path ?? ""),
    rule: "app reaches lib only through a module's index, #lib/<module>/index.ts",
  },
  {
    folder: "app",
    isAllowed: (target) => !isPackage(target, "drizzle-orm", "postgres", "pg"),
    rule: "app contains no SQL: call a function of lib instead",
  },
  {
    folder: "components",
    isAllowed: (target) =>
      !isUnder(target, "lib") || target.path === SHARED_SHAPES || /\.types\.ts$/.test(target.path ?? ""),
    rule: "components take only shapes from lib: #lib/search-engine/types.ts and *.types.ts",
  },
];

/** Which folder may import from which. */
export function checkBoundaries(files: readonly SourceFile[]): string[] {
  return BOUNDARIES.flatMap(({ folder, isAllowed, rule }) =>
    codeUnder(files, folder).flatMap((file) =>
      importsOf(file)
        .filter((target) => !isAllowed(target))
        .map((target) => violation(file, target.index, `imports "${target.specifier}": ${rule}`)),
    ),
  );
}
