import { posix } from "node:path";
import type { SourceFile } from "./files.ts";
import { scan } from "./scan.ts";

export interface Import {
  /** As written. */
  specifier: string;
  /** Relative to the repository root; null for a package. */
  path: string | null;
  index: number;
}

const STATIC = /\bfrom\s*["']([^"']+)["']|\bimport\s*["']([^"']+)["']/g;
const DYNAMIC = /\b(?:import|require)\s*\(\s*["'`]([^"'`]+)["'`]/g;

/** What a file imports or re-exports, statically or not. */
export function importsOf(file: SourceFile): Import[] {
  const { code, bare } = scan(file.text);
  return [...code.matchAll(STATIC), ...code.matchAll(DYNAMIC)]
    .filter((match) => bare[match.index] !== " ")
    .map((match) => {
      const specifier = match[1] ?? match[2] ?? "";
      return { specifier, path: resolve(file.path, specifier), index: match.index };
    });
}

function resolve(from: string, specifier: string): string | null {
  if (specifier.startsWith("#")) return posix.normalize(specifier.slice(1));
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  return null;
}
