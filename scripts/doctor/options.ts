import { parseArgs } from "node:util";
import { platforms } from "#lib/search-engine/v2/adapters/registry.ts";
import { UsageError } from "../search/usage-error.ts";

export interface DoctorOptions {
  /** Null without --live. */
  live: LiveOptions | null;
  json: boolean;
  verbose: boolean;
}

export interface LiveOptions {
  /** Those of --platform, for a search and a profile each; null for one search of the first. */
  platforms: string[] | null;
  /** Null for each platform's own limit. */
  timeoutMsMax: number | null;
}

const TIMEOUT_SECONDS_MAX = 600;

const OPTIONS = {
  live: { type: "boolean", default: false },
  platform: { type: "string", multiple: true },
  timeout: { type: "string" },
  json: { type: "boolean", default: false },
  verbose: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export const HELP = `npm run doctor [-- --live [--platform NAMES] [--timeout SECONDS]] [--json] [--verbose]

Says what is configured, what is missing and what that means, and what is wrong. Looks at settings alone: it
asks no network, no database and no provider. The value of a setting that is secret or wrong is never shown.

  --live             also make one call at each provider that has a key, and compare the answer with what
                     Shoal expects; it is paid, capped, stopped and logged like every other call
  --platform NAMES   with --live: a search and a profile of each of these instead, at most two calls each:
                     ${platforms().join(", ")}, with commas between, or all
  --timeout SECONDS  with --live: give up on a call after so long, 0.1 to ${TIMEOUT_SECONDS_MAX} (default: the platform's own limit)
  --json             print one object instead of text
  --verbose          also name the keys of an answer that Shoal does not read
  --help             this text

Ends with 0 when all is well, 1 when something would not work or a call showed it, 2 for a wrong option.`;

/** Null when help was asked for. @throws UsageError */
export function readOptions(argv: string[]): DoctorOptions | null {
  const values = parse(argv);
  if (values.help) return null;
  if (!values.live) {
    for (const name of ["platform", "timeout"] as const) {
      if (values[name] !== undefined) throw new UsageError(`--${name}: only together with --live.`);
    }
  }
  const live = values.live
    ? { platforms: readPlatforms(values.platform), timeoutMsMax: readTimeoutMs(values.timeout) }
    : null;
  return { live, json: values.json, verbose: values.verbose };
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

function readPlatforms(given: string[] | undefined): string[] | null {
  if (given === undefined) return null;
  const names = given.flatMap((list) => list.split(",")).map((name) => name.trim().toLowerCase());
  if (names.includes("all")) return platforms();
  for (const name of names) {
    if (!platforms().includes(name)) {
      throw new UsageError(`--platform: "${name}" is not one of ${platforms().join(", ")}, or all.`);
    }
  }
  return [...new Set(names)];
}

function readTimeoutMs(given: string | undefined): number | null {
  if (given === undefined) return null;
  const seconds = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (seconds >= 0.1 && seconds <= TIMEOUT_SECONDS_MAX) return Math.round(seconds * 1_000);
  throw new UsageError(`--timeout: a number of seconds from 0.1 to ${TIMEOUT_SECONDS_MAX}, not "${given}".`);
}
