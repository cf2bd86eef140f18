import { codeUnder, type SourceFile, violation } from "./files.ts";
import { scan, type Views } from "./scan.ts";

interface CodeRule {
  folders: readonly string[];
  appliesTo?: (path: string) => boolean;
  /** Where the pattern is looked for; "all" includes comments. */
  view: keyof Views | "all";
  pattern: RegExp;
  isAllowed?: (file: SourceFile, index: number) => boolean;
  rule: string;
}

const PRODUCT = ["app", "lib", "components"];
const EVERYTHING = [...PRODUCT, "scripts", "sandbox", "tests"];

const RULES: readonly CodeRule[] = [
  {
    folders: ["lib/search-engine/v2/core", "lib/search-engine/v2/workers"],
    view: "all",
    pattern: /tiktok|instagram|youtube/gi,
    rule: "core and workers never name a platform: it belongs in its adapter",
  },
  {
    folders: PRODUCT,
    appliesTo: (path) => path !== "lib/env.ts",
    view: "code",
    pattern: /\bprocess\s*(?:\.\s*env\b|\[\s*["']env["'])|\bfrom\s*["'](?:node:)?process["']/g,
    rule: "only lib/env.ts reads process.env",
  },
  {
    folders: PRODUCT,
    view: "bare",
    pattern: /\bconsole\s*\./g,
    rule: "no console: write through lib/log",
  },
  {
    folders: ["app"],
    appliesTo: (path) => path.startsWith("app/api/") || /(?:^|\/)route\.tsx?$/.test(path),
    view: "bare",
    pattern: /\bfetch\s*\(/g,
    rule: "route handlers call lib, never a provider",
  },
  {
    folders: EVERYTHING,
    view: "comments",
    pattern: /@ts-(?:ignore|expect-error|nocheck)\b/g,
    rule: "no switching off of the type check",
  },
  {
    folders: EVERYTHING,
    view: "bare",
    pattern: /\bas\s+unknown\s+as\b/g,
    isAllowed: hasCommentAbove,
    rule: "a cast through unknown needs a comment on the line above that says why it holds",
  },
];

/** What source text may not contain. */
export function checkCode(files: readonly SourceFile[]): string[] {
  return RULES.flatMap(({ folders, appliesTo, view, pattern, isAllowed, rule }) =>
    codeUnder(files, ...folders)
      .filter((file) => appliesTo?.(file.path) ?? true)
      .flatMap((file) => {
        const text = view === "all" ? file.text : scan(file.text)[view];
        const found = [...text.matchAll(pattern)].map((match) => match.index);
        return found
          .filter((index) => !isAllowed?.(file, index))
          .map((index) => violation(file, index, rule));
      }),
  );
}

function hasCommentAbove(file: SourceFile, index: number): boolean {
  const above = file.text.slice(0, index).split("\n").at(-2) ?? "";
  return /^\s*(?:\/\/|\/?\*)/.test(above);
}
