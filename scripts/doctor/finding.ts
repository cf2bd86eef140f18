/**
 * - `problem`: something that was set up would not work
 * - `warning`: it works, perhaps not as was meant
 * - `note`: something is not there, and what that means
 */
export type Level = "ok" | "note" | "warning" | "problem";

export interface Finding {
  level: Level;
  /** One sentence for people; never holds a secret, or the value of a wrong setting. */
  message: string;
}

/** What was found about one capability. */
export interface Section {
  title: string;
  findings: Finding[];
}

export const ok = (message: string): Finding => ({ level: "ok", message });
export const note = (message: string): Finding => ({ level: "note", message });
export const warning = (message: string): Finding => ({ level: "warning", message });
export const problem = (message: string): Finding => ({ level: "problem", message });

export function countOf(sections: readonly Section[], level: Level): number {
  return sections.flatMap(({ findings }) => findings).filter((finding) => finding.level === level).length;
}
