import type { CanaryCall } from "#lib/search-engine/v2/index.ts";
import { countOf, type Section } from "./finding.ts";

export interface Report {
  sections: Section[];
  /** Null without --live. */
  calls: CanaryCall[] | null;
}

/** A line a finding under its capability, and the sum of it in the last. */
export function asText({ sections }: Report): string {
  const lines = sections.flatMap(({ title, findings }) => [
    title,
    ...findings.map(({ level, message }) => `  ${level.padEnd(8)} ${message}`),
    "",
  ]);
  return [...lines, summary(sections)].join("\n");
}

export function asJson({ sections, calls }: Report): string {
  const problems = countOf(sections, "problem");
  const warnings = countOf(sections, "warning");
  const report = { ok: problems === 0, problems, warnings, sections, ...(calls && { calls }) };
  return JSON.stringify(report, null, 2);
}

function summary(sections: readonly Section[]): string {
  const problems = countOf(sections, "problem");
  const warnings = countOf(sections, "warning");
  const seen = warnings > 0 ? `, and ${counted(warnings, "warning")}` : "";
  return problems > 0 ? `${counted(problems, "problem")} to settle${seen}.` : `Nothing is wrong${seen}.`;
}

function counted(count: number, word: string): string {
  return `${count} ${count === 1 ? word : `${word}s`}`;
}
