import type { Verdict } from "./try-mutant.ts";

const WORDS = {
  killed: "killed",
  timeout: "killed by the time limit",
  survived: "SURVIVED",
  unsure: "UNSURE: what failed or hung does so without it too",
} as const;

/** One line as it becomes known. */
export function line({ name, status, killedBy, seconds }: Verdict): string {
  return `${name.padEnd(34)} ${seconds.toFixed(1).padStart(6)} s  ${WORDS[status]}${killedBy ? `: ${killedBy}` : ""}`;
}

/** No test is known to notice it. */
export function isMissed({ status }: Verdict): boolean {
  return status === "survived" || status === "unsure";
}

/** The whole as a table in Markdown, survivors first, and what they come to. */
export function table(verdicts: readonly Verdict[]): string {
  const order = ["survived", "unsure", "timeout", "killed"];
  const rows = [...verdicts].sort(
    (a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.name.localeCompare(b.name),
  );
  const count = (...statuses: string[]) => verdicts.filter(({ status }) => statuses.includes(status)).length;
  return [
    "| mutant | guard | killed by | s |",
    "| --- | --- | --- | --- |",
    ...rows.map(
      ({ name, guard, status, killedBy, seconds }) =>
        `| ${name} | ${guard} | ${killedBy ?? WORDS[status]} | ${seconds.toFixed(1)} |`,
    ),
    "",
    `${count("killed", "timeout")} killed, ${count("survived")} survived, ${count("unsure")} unsure`,
  ].join("\n");
}
