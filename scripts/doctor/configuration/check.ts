import type { SettingsReport, SettingsReports } from "#lib/env.ts";
import type { Finding } from "../finding.ts";

/**
 * What is to be said of one group of settings, beyond what its schema refuses: that is told for every group.
 * Adding a check takes a file, and its line in `checks.ts`.
 */
export interface ConfigurationCheck<G extends keyof SettingsReports = keyof SettingsReports> {
  group: G;
  /** The capability, as a heading. */
  title: string;
  /** Required settings that may be missing all the same, because `npm start` brings them. */
  provided?: readonly string[];
  /** Values that the schema refuses are absent here, so a relation is judged only between good ones. */
  look(settings: SettingsReport<G>, all: SettingsReports): Finding[];
}
