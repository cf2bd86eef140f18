import { type SourceFile, violation } from "./files.ts";

interface TextRule {
  appliesTo: (path: string) => boolean;
  pattern: RegExp;
  rule: string;
}

/** Put together here so that this file passes its own check. */
const UNFINISHED = ["TO DO", "FIX ME", "HA CK"].map((words) => words.replace(" ", "")).join("|");

const RULES: readonly TextRule[] = [
  {
    appliesTo: () => true,
    pattern: /(?<![\w.-])\/(?:root|home|work|Users)\/|\b[A-Z]:\\{1,2}Users\b/g,
    rule: "no path of one machine",
  },
  {
    appliesTo: () => true,
    pattern: new RegExp(String.raw`\b(?:${UNFINISHED})\b`, "g"),
    rule: "nothing unfinished is committed",
  },
  {
    appliesTo: (path) => path.startsWith("tests/") && /\.tsx?$/.test(path),
    pattern: /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|only|todo)\b/g,
    rule: "no test is switched off or singled out",
  },
];

/** What would tie the repository to one machine or leave it half done. */
export function checkPortability(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    RULES.filter((rule) => rule.appliesTo(file.path)).flatMap(({ pattern, rule }) =>
      [...file.text.matchAll(pattern)].map((match) => violation(file, match.index, rule)),
    ),
  );
}
