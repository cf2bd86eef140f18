import { writeFile } from "node:fs/promises";
import { appliedText, notSupportedText } from "#components/filter-text.ts";
import { counted } from "#components/format.ts";
import { countsLine, phaseName } from "#components/progress-text.ts";
import type { StatusView } from "#components/status-poller.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { formatCsv } from "./csv.ts";
import { plainLine, terminalWidth } from "./display-width.ts";
import type { SearchOptions } from "./options.ts";
import { seconds } from "./progress-line.ts";
import { formatTable } from "./table.ts";
import { writeFault } from "./write-fault.ts";

export interface Timing {
  /** From sending the search; null when no row came. */
  firstRowsMs: number | null;
  totalMs: number;
}

/**
 * The creators where the options want them, and a summary where it is in nobody's way.
 * @throws Error when the file cannot be written, with the address of the run
 */
export async function report(
  output: SearchOptions["output"],
  job: JobSummary,
  view: StatusView,
  { timing, runUrl }: { timing: Timing; runUrl: string },
): Promise<void> {
  const summary = summaryLines(job, view, timing).join("\n");
  switch (output.kind) {
    case "json":
      process.stdout.write(`${JSON.stringify({ job, creators: view.rows })}\n`);
      process.stderr.write(`${summary}\n`);
      return;
    case "csv":
      await writeFile(output.file, formatCsv(view.rows)).catch((error: unknown) => {
        const reason = `${output.file} could not be written (${writeFault(error)})`;
        throw new Error(`${reason}. The results are at ${runUrl}`);
      });
      process.stdout.write(`${summary}\nWrote ${counted(view.rows.length, "row")} to ${output.file}\n`);
      return;
    case "table": {
      const width = process.stdout.isTTY ? terminalWidth(process.stdout) : Number.POSITIVE_INFINITY;
      const table = view.rows.length === 0 ? "" : `${formatTable(view.rows, width)}\n\n`;
      process.stdout.write(`${table}${summary}\n`);
      return;
    }
    default:
      output satisfies never;
  }
}

function filterLines({ filters, platform }: JobSummary): string[] {
  if (filters.wanted === null) return [];
  const notSupported = notSupportedText(filters);
  return [
    `Filters: ${plainLine(appliedText(filters)) || "none applied"}.`,
    ...(notSupported ? [`Not supported on ${platform}, so not applied: ${notSupported}.`] : []),
  ];
}

function summaryLines(job: JobSummary, view: StatusView, { firstRowsMs, totalMs }: Timing): string[] {
  const { charged, refunded } = job.allowance;
  return [
    `${phaseName(view.status)}: ${countsLine(view.progress)}`,
    ...filterLines(job),
    ...(job.error === null ? [] : [plainLine(job.error)]),
    ...view.errors.map((error) => {
      const about = error.keyword ?? (error.count === undefined ? null : counted(error.count, "creator"));
      return `  ${plainLine(`${about === null ? "" : `${about}: `}${error.message}`)}`;
    }),
    `First rows after ${firstRowsMs === null ? "–" : seconds(firstRowsMs)}, all after ${seconds(totalMs)}.`,
    `Allowance: ${counted(charged, "creator")} charged${refunded > 0 ? `, ${refunded} given back` : ""}.`,
    ...(view.sampleData ? ["This is recorded sample data, not live results."] : []),
  ];
}
