import type { Verdict } from "./verdict.ts";

const WORDS = {
  killed: "killed",
  timeout: "killed by the time limit",
  survived: "SURVIVED",
  unsure: "UNSURE: what failed or hung does so without it too",
  broken: "BROKEN: it fails before a test can judge it",
} as const;
const WORST_FIRST = ["survived", "unsure", "broken", "timeout", "killed"];

/** One line as it becomes known. */
export function line({ name, status, killedBy, message, seconds }: Verdict): string {
  const said = status === "killed" || message === null ? "" : ` (${message})`;
  return `${name.padEnd(34)} ${seconds.toFixed(1).padStart(6)} s  ${WORDS[status]}${killedBy ? `: ${killedBy}` : ""}${said}`;
}

/** No test is known to notice it. */
export function isMissed({ status }: Verdict): boolean {
  return status !== "killed" && status !== "timeout";
}

/** A table in Markdown, what is missed first, and what it comes to. */
export function table(verdicts: readonly Verdict[]): string {
  const rows = [...verdicts].sort(
    (a, b) =>
      WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status) || a.name.localeCompare(b.name, "en"),
  );
  const count = (...statuses: string[]) => verdicts.filter(({ status }) => statuses.includes(status)).length;
  return [
    "| mutant | guard | killed by |",
    "| --- | --- | --- |",
    ...rows.map(
      ({ name, guard, status, killedBy }) =>
        `| ${name} | ${cell(guard)} | ${cell(killedBy ?? WORDS[status])} |`,
    ),
    "",
    `${count("killed", "timeout")} killed, ${count("survived")} survived, ${count("unsure", "broken")} unsure`,
  ].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
