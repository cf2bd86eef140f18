import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./paths.ts";

/** All that a build depends on; those that do not exist count as absent. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

/** A fingerprint of the sources and of the settings that a build takes in. */
export function sourcesFingerprint(): string {
  const hash = createHash("sha256");
  for (const source of SOURCES) addToHash(hash, source);
  for (const [key, value] of Object.entries(process.env).sort()) {
    if (key.startsWith("NEXT_PUBLIC_")) hash.update(`${key}=${value}\0`);
  }
  return hash.digest("hex");
}

function addToHash(hash: Hash, relative: string): void {
  const full = path.join(ROOT, relative);
  const stats = statSync(full, { throwIfNoEntry: false });
  if (!stats) return;
  if (stats.isDirectory()) {
    for (const name of readdirSync(full).sort()) addToHash(hash, path.join(relative, name));
    return;
  }
  const content = readFileSync(full);
  hash.update(`${relative}\0${content.length}\0`).update(content);
}
