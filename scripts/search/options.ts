import { constants, type Stats } from "node:fs";
import { access, open, rm, stat } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { splitKeywords } from "#components/search/split-keywords.ts";
import type { SearchFilters } from "#lib/search-engine/types.ts";
import { KEYWORDS_MAX, TARGET_MAX } from "#lib/search-engine/types.ts";
import { platforms } from "#lib/search-engine/v2/adapters/registry.ts";
import { FILTER_HELP, readFilterOptions } from "./filter-options.ts";
import { UsageError } from "./usage-error.ts";
import { writeFault } from "./write-fault.ts";

export interface SearchOptions {
  /** Distinct; one search each, in this order. */
  platforms: string[];
  keywords: string[];
  target: number;
  expand: boolean;
  /** Only tell what it would cost. */
  isEstimate: boolean;
  filters: SearchFilters | undefined;
  /** `table` and `json` go to standard output. */
  output: { kind: "table" } | { kind: "json" } | { kind: "csv"; file: string };
}

const OPTIONS = {
  platform: { type: "string", multiple: true },
  keywords: { type: "string", multiple: true },
  target: { type: "string", default: "100" },
  expand: { type: "boolean", default: false },
  estimate: { type: "boolean", default: false },
  filter: { type: "string", multiple: true },
  json: { type: "boolean", default: false },
  csv: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

export const HELP = `npm run search -- --platform NAMES --keywords "ONE,TWO" [--target N] [--expand] [--filter NAME=VALUE]… [--estimate] [--json | --csv FILE]

Searches creators in the Shoal that runs here (or at SHOAL_URL), for all keywords at once, and waits for the end.

  --platform NAMES   one or more of ${platforms().join(", ")}, with commas between; may be repeated
  --keywords LIST    1 to ${KEYWORDS_MAX} keywords with commas between; may be repeated
  --target N         creators wanted of each platform, 1 to ${TARGET_MAX} (default: ${OPTIONS.target.default})
  --expand           search with keywords like these, too
${FILTER_HELP}
  --estimate         only print what it would cost at most; ends with 3 when it would be refused
  --json             print one object {job, creators} instead of a table; {jobs, creators} for several platforms
  --csv FILE         write all columns to FILE instead
  --help             this text

Ctrl-C or SIGTERM cancels the search and waits for its end; a second one leaves at once.
Ends with 0 when completed, 3 when a part failed or was refused, 1 for an error, 2 for a wrong option, 130 when cancelled by a signal.`;

/** Null when help was asked for. @throws UsageError */
export async function readOptions(argv: string[]): Promise<SearchOptions | null> {
  const values = parse(argv);
  if (values.help) return null;
  const chosen = readPlatforms(values.platform ?? []);
  const keywords = (values.keywords ?? []).flatMap(splitKeywords);
  if (keywords.length === 0 || keywords.length > KEYWORDS_MAX) {
    throw new UsageError(
      `--keywords: 1 to ${KEYWORDS_MAX} keywords with commas between, not ${keywords.length}.`,
    );
  }
  const target = Number(values.target);
  if (!/^\d+$/.test(values.target) || target < 1 || target > TARGET_MAX) {
    throw new UsageError(`--target: a whole number from 1 to ${TARGET_MAX}, not "${values.target}".`);
  }
  if (values.estimate && values.csv !== undefined) {
    throw new UsageError("--csv: not together with --estimate.");
  }
  const { expand, estimate: isEstimate } = values;
  const filters = readFilterOptions(values.filter);
  return {
    platforms: chosen,
    keywords,
    target,
    expand,
    filters,
    isEstimate,
    output: await readOutput(values),
  };
}

function readPlatforms(lists: readonly string[]): string[] {
  const chosen = [...new Set(lists.flatMap(splitKeywords))];
  const unknown = chosen.find((platform) => !platforms().includes(platform));
  if (chosen.length > 0 && unknown === undefined) return chosen;
  const fault = unknown === undefined ? "is missing" : `"${unknown}" is not supported`;
  throw new UsageError(`--platform: ${fault}. Supported: ${platforms().join(", ")}.`);
}

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: OPTIONS }).values;
  } catch (error) {
    const text = error instanceof Error ? (error.message.split(/\n|\. /, 1)[0] ?? "") : String(error);
    const allowed = Object.keys(OPTIONS).map((name) => `--${name}`);
    throw new UsageError(`${text.replace(/\.$/, "")}. Options: ${allowed.join(", ")}.`);
  }
}

/** A file that cannot be written is told before the search has cost anything. */
async function readOutput({ json, csv }: { json: boolean; csv?: string }): Promise<SearchOptions["output"]> {
  if (csv === undefined) return { kind: json ? "json" : "table" };
  if (json) throw new UsageError("--csv: not together with --json.");
  const file = path.resolve(csv);
  const found = await stat(file).catch(() => null);
  if (csv === "" || found?.isDirectory()) throw new UsageError(`--csv: "${csv}" must name a file.`);
  try {
    await tryToWrite(file, found);
  } catch (error) {
    throw new UsageError(`--csv: "${csv}" cannot be written (${writeFault(error)}).`);
  }
  return { kind: "csv", file };
}

/** Opens it as the end will; what is there stays, and what is not there is not left behind. */
async function tryToWrite(file: string, found: Stats | null): Promise<void> {
  // Opening a pipe could wait for its reader, and closing it would be that reader's end.
  if (found !== null && !found.isFile()) return access(file, constants.W_OK);
  const handle = await open(file, "a");
  await handle.close();
  if (found === null) await rm(file);
}
