import { ROOT } from "#scripts/start/paths.ts";
import { lookAtConfiguration } from "./configuration/look.ts";
import { countOf, note } from "./finding.ts";
import type { DoctorOptions } from "./options.ts";
import { asJson, asText, type Report } from "./report.ts";

const LIVE_TITLE = "Live calls";

/** Looks, says what it found on standard output, and answers the exit code. */
export async function runDoctor({ live, json, verbose }: DoctorOptions): Promise<number> {
  const { sections, isUsable } = lookAtConfiguration(ROOT, process.env);
  const report: Report = { sections, calls: null };
  if (live && isUsable) {
    const { runLive } = await import("./live/run-live.ts");
    const { findings, calls } = await runLive({ ...live, isVerbose: verbose }, console.error);
    report.sections.push({ title: LIVE_TITLE, findings });
    report.calls = calls;
  } else if (live) {
    report.sections.push({ title: LIVE_TITLE, findings: [note("None was made: settle the above first.")] });
    report.calls = [];
  }
  console.log(json ? asJson(report) : asText(report));
  return countOf(report.sections, "problem") > 0 ? 1 : 0;
}
