import { inspectSettings, type SettingsReports } from "#lib/env.ts";
import { ok, problem, type Section } from "../finding.ts";
import type { ConfigurationCheck } from "./check.ts";
import { CHECKS } from "./checks.ts";
import { lookAtSettingsFile } from "./settings-file.ts";

type Group = keyof SettingsReports;

export interface Configuration {
  sections: Section[];
  /** False when a setting has a value that its capability refuses to start with. */
  isUsable: boolean;
}

/**
 * Everything that can be said of the settings without asking anybody.
 * @param folder where `.env` is
 */
export function lookAtConfiguration(folder: string, environment: NodeJS.Dict<string>): Configuration {
  const reports = inspectSettings(environment);
  const groups = Object.keys(reports) as Group[];
  const unchecked = groups.filter((group) => !CHECKS.some((check) => check.group === group));
  const sections = [
    ...CHECKS.map((check) => lookAt(check, reports)),
    ...unchecked.map((group) => lookAt({ group, title: titleOf(group), look: () => [] }, reports)),
  ];
  return {
    sections: [lookAtSettingsFile(folder, environment), ...sections],
    isUsable: !groups.some((group) => reports[group].wrong.some(({ isGiven }) => isGiven)),
  };
}

function lookAt(check: ConfigurationCheck, reports: SettingsReports): Section {
  const report = reports[check.group];
  const wrong = report.wrong
    .filter(({ key, isGiven }) => isGiven || !check.provided?.includes(key))
    .map(({ key, mustBe }) => problem(`${key} ${mustBe}.`));
  const findings = [...wrong, ...check.look(report, reports)];
  return { title: check.title, findings: findings.length > 0 ? findings : [ok("In order.")] };
}

/** "queue" to "Queue", until a check brings a better word. */
function titleOf(group: string): string {
  return group.charAt(0).toUpperCase() + group.slice(1);
}
