import { type SourceFile, violation } from "./files.ts";

const LOCKFILE = "package-lock.json";

/** Below these versions there are published security faults. */
const FLOORS: Readonly<Record<string, string>> = {
  next: "16.4.6",
  "drizzle-orm": "0.45.2",
  react: "19.2.6",
};

/** The lockfile names no registry, so that `npm ci` asks the one that is configured; and no version is too old. */
export function checkLockfile(files: readonly SourceFile[]): string[] {
  const file = files.find(({ path }) => path === LOCKFILE);
  if (file === undefined) return [`${LOCKFILE}:1 is missing`];
  const addresses = [...file.text.matchAll(/"resolved":\s*"https?:/g)].map((match) =>
    violation(file, match.index, 'no "resolved" address of a registry'),
  );
  return [...addresses, ...tooOld(file)];
}

function tooOld(file: SourceFile): string[] {
  return Object.entries(FLOORS).flatMap(([name, floor]) => {
    const index = file.text.indexOf(`"node_modules/${name}": {`);
    const version = /"version":\s*"([^"]+)"/.exec(file.text.slice(Math.max(0, index)))?.[1];
    if (index < 0 || version === undefined) return [`${file.path}:1 does not lock ${name}`];
    return isAtLeast(version, floor)
      ? []
      : [violation(file, index, `${name} is ${version}; at least ${floor}`)];
  });
}

/** Compares major, minor and patch; a prerelease comes before its release. */
export function isAtLeast(version: string, floor: string): boolean {
  const [numbers = "", prerelease] = version.split("-", 2);
  const parts = numbers.split(".").map(Number);
  for (const [at, least] of floor.split(".").map(Number).entries()) {
    const part = parts[at] ?? 0;
    if (part !== least) return part > least;
  }
  return prerelease === undefined;
}
