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
import { runCountsLine } from "./run-counts-line.ts";
import { formatTable } from "./table.ts";
import { writeFault } from "./write-fault.ts";

export interface Timing {
  /** From sending the search; null when no row came. */
  firstRowsMs: number | null;
  totalMs: number;
}

export interface SearchResult {
  job: JobSummary;
  view: StatusView;
}

/**
 * The creators where the options want them, and a summary where it is in nobody's way. Several platforms asked for
 * are told together, also where only one of them was begun.
 * @throws Error when the file cannot be written, with the address of the run
 */
export async function report(
  { output, platforms }: Pick<SearchOptions, "output" | "platforms">,
  results: readonly SearchResult[],
  about: { timing: Timing; runUrl: string; names: Readonly<Record<string, string>> },
): Promise<void> {
  const isSeveral = platforms.length > 1;
  const summary = summaryLines(results, about, isSeveral).join("\n");
  const rows = results.flatMap(({ view }) => view.rows);
  switch (output.kind) {
    case "json":
      process.stdout.write(`${JSON.stringify(asObject(results, isSeveral))}\n`);
      process.stderr.write(`${summary}\n`);
      return;
    case "csv":
      await writeFile(output.file, formatCsv(rows)).catch((error: unknown) => {
        const reason = `${output.file} could not be written (${writeFault(error)})`;
        throw new Error(`${reason}. The results are at ${about.runUrl}`);
      });
      process.stdout.write(`${summary}\nWrote ${counted(rows.length, "row")} to ${output.file}\n`);
      return;
    case "table": {
      const width = process.stdout.isTTY ? terminalWidth(process.stdout) : Number.POSITIVE_INFINITY;
      const table = rows.length === 0 ? "" : `${formatTable(rows, width, { hasPlatforms: isSeveral })}\n\n`;
      process.stdout.write(`${table}${summary}\n`);
      return;
    }
    default:
      output satisfies never;
  }
}

function filterLines({ filters }: JobSummary, platform: string): string[] {
  if (filters.wanted === null) return [];
  const notSupported = notSupportedText(filters);
  return [
    `Filters: ${plainLine(appliedText(filters)) || "none applied"}.`,
    ...(notSupported ? [`Not supported on ${platform}, so not applied: ${notSupported}.`] : []),
  ];
}

/** `{job, creators}` of one platform, `{jobs, creators}` of several. */
function asObject(results: readonly SearchResult[], isSeveral: boolean): object {
  const creators = results.flatMap(({ view }) => view.rows);
  return isSeveral ? { jobs: results.map(({ job }) => job), creators } : { job: results[0]?.job, creators };
}

export function summaryLines(
  results: readonly SearchResult[],
  { timing, names }: { timing: Timing; names: Readonly<Record<string, string>> },
  isSeveral: boolean,
): string[] {
  const { firstRowsMs, totalMs } = timing;
  const charged = results.reduce((sum, { job }) => sum + job.allowance.charged, 0);
  const refunded = results.reduce((sum, { job }) => sum + job.allowance.refunded, 0);
  return [
    ...results.flatMap((result) => endLines(result, names[result.view.platform] ?? "", isSeveral)),
    ...(results.length > 1 ? [`Together: ${runCountsLine(results.map(({ view }) => view))}`] : []),
    `First rows after ${firstRowsMs === null ? "–" : seconds(firstRowsMs)}, all after ${seconds(totalMs)}.`,
    `Allowance: ${counted(charged, "creator")} charged${refunded > 0 ? `, ${refunded} given back` : ""}.`,
    ...(results.some(({ view }) => view.sampleData)
      ? ["This is recorded sample data, not live results."]
      : []),
  ];
}

/** How one search ended, and why where something failed. */
function endLines({ job, view }: SearchResult, platformName: string, isSeveral: boolean): string[] {
  return [
    `${isSeveral ? `${platformName}: ` : ""}${phaseName(view.status)}: ${countsLine(view.progress)}`,
    ...filterLines(job, platformName),
    ...(job.error === null ? [] : [plainLine(job.error)]),
    ...view.errors.map((error) => {
      const about = error.keyword ?? (error.count === undefined ? null : counted(error.count, "creator"));
      return `  ${plainLine(`${about === null ? "" : `${about}: `}${error.message}`)}`;
    }),
  ];
}
